/** Settings that can be set while Weft runs, as people look for them. */
export const settingGroups = [
  { name: "mail", envs: ["WEFT_SMTP_URL", "WEFT_MAIL_FROM"] },
  {
    name: "people",
    envs: ["WEFT_SIGN_UP", "WEFT_SIGN_UP_DOMAINS", "WEFT_PASSWORD_LENGTH_MIN", "WEFT_PROVIDER_SECOND_FACTOR"],
  },
  { name: "files", envs: ["WEFT_UPLOAD_BYTES_MAX", "WEFT_UNPACKED_BYTES_MAX", "WEFT_FETCH_MINUTES"] },
  { name: "keeping", envs: ["WEFT_TRASH_DAYS", "WEFT_CHANGE_LOG_MONTHS", "WEFT_UPLOAD_DAYS", "WEFT_EXPORT_HOURS"] },
] as const;

/** Those that have a title of their own. */
export type TitledSetting = (typeof settingGroups)[number]["envs"][number];
