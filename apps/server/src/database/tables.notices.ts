import type { AnnouncementTexts } from "@weft/api/announcements";
import type { ColumnType, Generated, JSONColumnType } from "kysely";

/** What the bell and mails tell; `mail`: now, daily or never. Written by `weft.add_notice` alone. */
export interface NoticesTable {
  id: string;
  person_id: string;
  kind: string;
  data: JSONColumnType<object>;
  in_bell: Generated<boolean>;
  mail: Generated<string>;
  mailed_at: Date | null;
  read_at: Date | null;
  created_at: Generated<Date>;
}

export interface MailsTable {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  stop_url: string | null;
  state: string;
  error: string | null;
  created_at: Generated<Date>;
  sent_at: Date | null;
}

export interface AnnouncementsTable {
  id: string;
  texts: JSONColumnType<AnnouncementTexts>;
  level: string;
  starts_at: Date;
  ends_at: Date | null;
  is_notice: boolean;
  told_at: Date | null;
  made_by: string | null;
  created_at: Generated<Date>;
}

/** Files with all that is kept of a person; one each. */
export interface TakeAlongsTable {
  id: string;
  person_id: string;
  state: string;
  size_bytes: number | null;
  object_key: string | null;
  failure: ColumnType<unknown, string | null | undefined, string | null>;
  created_at: Generated<Date>;
  ended_at: Date | null;
  expires_at: Date | null;
}
