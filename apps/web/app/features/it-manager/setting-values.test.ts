import { expect, test } from "vitest";
import { joinSize, readMailServer, readNumber, splitSize, writeMailServer } from "./setting-values.ts";

test.each([
  ["53687091200", "50", "GiB"],
  ["1610612736", "1.5", "GiB"],
  ["1000000", "1000000", "B"],
  ["10", "10", "B"],
  ["1048576", "1", "MiB"],
] as const)("%s bytes are typed as %s %s, and kept as they were", (bytes, amount, unit) => {
  expect(splitSize(bytes)).toEqual({ amount, unit });
  expect(joinSize(amount, unit)).toBe(bytes);
});

test("a number may be typed with a comma, and what is none is left for the server to refuse", () => {
  expect(readNumber(" 1,5 ")).toBe("1.5");
  expect(joinSize("1,5", "KiB")).toBe("1536");
  expect(joinSize("lots", "GiB")).toBe("lots");
  expect(joinSize("", "GiB")).toBe("");
});

test("a mail server is the same once its parts were read and written, its password as dots", () => {
  for (const address of [
    "smtp://weft:%E2%80%A2%E2%80%A2%E2%80%A2%E2%80%A2%E2%80%A2%E2%80%A2@mail.example.org:25",
    "smtps://mail.example.org:465",
    "smtp://ada%40example.org@mail.example.org:587",
  ])
    expect(writeMailServer(readMailServer(address))).toBe(address);
  expect(readMailServer("smtp://weft:••••••@mail.example.org")).toMatchObject({
    name: "weft",
    port: "587",
    hasPassword: true,
  });
  expect(writeMailServer(readMailServer(null))).toBeNull();
});

test("a password that is typed goes along, whatever stands in it", () => {
  const parts = { ...readMailServer("smtp://weft@mail.example.org"), password: "a:b@c/d?#é" };
  const url = URL.parse(writeMailServer(parts) ?? "");
  expect([decodeURIComponent(url?.password ?? ""), url?.hostname]).toEqual(["a:b@c/d?#é", "mail.example.org"]);
});
