/** What stands in place of a secret. */
export const mask = "••••••";

const secretName = /secret|password|passphrase|token|key|credential|authorization/i;

/** JSON with the values of whatever is called a secret masked, and passwords in addresses too. */
export function maskSecrets(value: unknown): unknown {
  if (typeof value === "string") return maskAddresses(value);
  if (Array.isArray(value)) return value.map(maskSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      secretName.test(name) && part !== null ? mask : maskSecrets(part),
    ]),
  );
}

const address = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi;

/** A text with the passwords and secret parameters of the addresses in it masked. */
export function maskAddresses(text: string): string {
  return text.replace(address, (found) =>
    found
      .replace(/^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)@/i, (_whole, scheme: string, who: string) => {
        const name = who.split(":")[0] ?? "";
        return `${scheme}${name}${who.includes(":") ? `:${mask}` : ""}@`;
      })
      .replace(/([?&#;])([^=&#]+)=([^&#]*)/g, (whole, before: string, name: string) =>
        secretName.test(name) ? `${before}${name}=${mask}` : whole,
      ),
  );
}
