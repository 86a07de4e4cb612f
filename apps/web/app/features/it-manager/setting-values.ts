/** Units in which sizes of files are typed, biggest first. */
export const sizeUnits = ["TiB", "GiB", "MiB", "KiB", "B"] as const;
export type SizeUnit = (typeof sizeUnits)[number];

const bytesOf: Record<SizeUnit, number> = { TiB: 1024 ** 4, GiB: 1024 ** 3, MiB: 1024 ** 2, KiB: 1024, B: 1 };

/** Bytes in the biggest unit that says them with two decimals at most. */
export function splitSize(bytes: string): { amount: string; unit: SizeUnit } {
  const value = Number(bytes);
  const unit =
    sizeUnits.find((each) => value >= bytesOf[each] && Number.isInteger((value / bytesOf[each]) * 100)) ?? "B";
  return { amount: String(value / bytesOf[unit]), unit };
}

/** The text of a number of bytes; what is no number stays as it was typed. */
export function joinSize(amount: string, unit: SizeUnit): string {
  const value = Number(readNumber(amount));
  return amount.trim() === "" || Number.isNaN(value) ? amount : String(Math.round(value * bytesOf[unit]));
}

/** A number as it is kept: people who write a comma for the point may. */
export function readNumber(text: string): string {
  return text.trim().replace(/^(\d+),(\d+)$/, "$1.$2");
}

/** A mail server in the parts that people are told by whoever runs it. */
export interface MailServerParts {
  host: string;
  port: string;
  isTls: boolean;
  name: string;
  /** Empty = the one that is kept, if there is one. */
  password: string;
  hasPassword: boolean;
}

/** What stands for a password that is kept and not shown. */
const dots = "••••••";
const usualPort = { tls: "465", plain: "587" };

/** The parts of the address of a mail server, as the settings show it. */
export function readMailServer(address: string | null): MailServerParts {
  const url = address === null ? null : URL.parse(address);
  const isTls = url?.protocol === "smtps:";
  return {
    host: url?.hostname ?? "",
    port: url?.port || (isTls ? usualPort.tls : usualPort.plain),
    isTls,
    name: decodeURIComponent(url?.username ?? ""),
    password: "",
    hasPassword: (url?.password ?? "") !== "",
  };
}

/** The address that a setting takes; null = no host is typed. */
export function writeMailServer({ host, port, isTls, name, password, hasPassword }: MailServerParts): string | null {
  if (host.trim() === "") return null;
  const secret = password || (hasPassword ? dots : "");
  const who = name.trim() ? `${encodeURIComponent(name.trim())}${secret ? `:${encodeURIComponent(secret)}` : ""}@` : "";
  return `${isTls ? "smtps" : "smtp"}://${who}${host.trim()}${port.trim() ? `:${port.trim()}` : ""}`;
}
