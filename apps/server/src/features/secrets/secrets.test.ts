import { expect, test } from "vitest";
import { readConfig } from "../../config.ts";
import type { Weft } from "../../weft.ts";
import { openSecret, sealSecret } from "./secrets.ts";

const first = "the first key of thirty-two characters and more";
const second = "the second key of thirty-two characters and more";

function weftWith(environment: Record<string, string>): Weft {
  return { config: readConfig(environment) } as Weft;
}

test("a sealed secret opens where it was sealed, and shows nothing of itself", () => {
  const weft = weftWith({ WEFT_SECRET: first });
  const sealed = sealSecret(weft, "hunter2, déjà vu", "provider prv1");
  expect(sealed).not.toContain("hunter2");
  expect(openSecret(weft, sealed, "provider prv1")).toBe("hunter2, déjà vu");
  expect(sealSecret(weft, "hunter2, déjà vu", "provider prv1")).not.toBe(sealed);
});

test("copied to another place, changed by a bit or cut, it does not open", () => {
  const weft = weftWith({ WEFT_SECRET: first });
  const sealed = sealSecret(weft, "hunter2", "provider prv1");
  const [version, key, data] = sealed.split(".") as [string, string, string];
  const bytes = Buffer.from(data, "base64url");
  bytes[14] = (bytes[14] as number) ^ 1;
  const faulty = [
    [version, key, bytes.toString("base64url")],
    [version, key, data.slice(0, 20)],
    [version, key],
    ["v2", key, data],
    [version, "AAAAAAAA", data],
  ];
  expect(openSecret(weft, sealed, "provider prv2")).toBeNull();
  for (const parts of faulty) expect(openSecret(weft, parts.join("."), "provider prv1")).toBeNull();
});

test("a key can be changed: what the earlier one sealed opens while it is named, what is sealed anew needs it no more", () => {
  const old = sealSecret(weftWith({ WEFT_SECRETS_KEY: first }), "hunter2", "here");
  const both = weftWith({ WEFT_SECRETS_KEY: second, WEFT_SECRETS_KEYS_BEFORE: first });
  expect(openSecret(both, old, "here")).toBe("hunter2");
  const anew = sealSecret(both, "hunter2", "here");
  const only = weftWith({ WEFT_SECRETS_KEY: second });
  expect([openSecret(only, old, "here"), openSecret(only, anew, "here")]).toEqual([null, "hunter2"]);
});
