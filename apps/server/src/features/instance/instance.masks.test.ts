import { expect, test } from "vitest";
import { settings } from "../../config-settings.ts";
import { maskAddresses, maskSecrets } from "./instance.masks.ts";
import { shownValue } from "../settings/settings.shown.ts";
import { hideValues } from "./instance.storage.ts";

const secret = "hunter2hunter2";

test.each([
  [`postgres://weft:${secret}@db:5432/weft`, "postgres://weft:••••••@db:5432/weft"],
  [`postgres://weft:a@${secret}@db/weft`, "postgres://weft:••••••@db/weft"],
  [
    `postgres://db/weft?user=w&password=${secret}&sslmode=require`,
    "postgres://db/weft?user=w&password=••••••&sslmode=require",
  ],
  [`s3://KEY:${secret}@host:9000/bucket?region=eu`, "s3://KEY:••••••@host:9000/bucket?region=eu"],
  [`smtp://weft:${secret}@mail.example.org:587`, "smtp://weft:••••••@mail.example.org:587"],
  [`cannot reach redis://:${secret}@cache:6379/1 today`, "cannot reach redis://:••••••@cache:6379/1 today"],
  ["https://weft.example.org", "https://weft.example.org"],
])("of %s nobody reads the secret", (text, masked) => {
  expect(maskAddresses(text)).toBe(masked);
});

test("what is called a secret is masked at any depth, the rest stays", () => {
  const value = { mailId: "mal1", deep: [{ clientSecret: secret, apiKey: secret, note: "kept" }], token: null };
  expect(maskSecrets(value)).toEqual({
    mailId: "mal1",
    deep: [{ clientSecret: "••••••", apiKey: "••••••", note: "kept" }],
    token: null,
  });
});

test("no setting whose variable is called a secret, key, token or password shows its value", () => {
  const secretive = Object.values(settings)
    .map(({ env }) => env)
    .filter((env) => /SECRET|PASSWORD|TOKEN|KEY/.test(env) && !env.endsWith("_MIN"));
  expect(secretive.length).toBeGreaterThan(4);
  for (const env of secretive) expect(shownValue(env, secret)).toBe("••••••");
});

test.each([
  ["select * from t where name = 'Ada''s' and age > 36", "select * from t where name = '…' and age > …"],
  ["copy x from $tag$some\ncells$tag$", "copy x from '…'"],
  ["select 'cut off in the mid", "select '…'"],
  ['select "c1" from "bse1"."tbl2" where id = $1', 'select "c1" from "bse1"."tbl2" where id = $1'],
])("a query is shown without the values in it: %s", (query, shown) => {
  expect(hideValues(query)).toBe(shown);
});
