import { expect, test } from "vitest";
import { contentPolicy, withNonces } from "./content-policy.ts";

test("each script element gets the nonce, with and without attributes and text", () => {
  const html = `<script>let a = "<b>";</script><link href="/x.js"><script type="module" src="/x.js" crossorigin></script>`;
  expect(withNonces(html, "n")).toBe(
    `<script nonce="n">let a = "<b>";</script><link href="/x.js"><script nonce="n" type="module" src="/x.js" crossorigin></script>`,
  );
});

test("what only looks like a script, in an attribute or in a script's text, is left as it is", () => {
  const meta = `<meta content="<script>alert(1)</script>">`;
  const script = (nonce: string) => `<script${nonce}>if (a<b) say("<script src=x>", '>');</script>`;
  expect(withNonces(meta + script("") + meta, "n")).toBe(meta + script(' nonce="n"') + meta);
});

test("the policy lets run what is ours or bears the nonce, and nothing inline else", () => {
  const policy = contentPolicy("abc");
  expect(policy).toContain("script-src 'self' 'nonce-abc';");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(policy).toContain("frame-ancestors 'none'");
});
