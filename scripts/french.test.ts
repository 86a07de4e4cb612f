import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";
import { frenchCatalogs } from "../apps/server/src/language/fr/french.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const templates = collectTemplates();
const french = new Map(frenchCatalogs.flatMap((catalog) => Object.entries(catalog)));

test("every phrase in the sources has its French", () => {
  expect(templates.length).toBeGreaterThan(200);
  expect(templates.filter((template) => !french.has(template))).toEqual([]);
});

test("no French is left of a phrase that is in the sources no more, and none stands twice", () => {
  const known = new Set(templates);
  expect([...french.keys()].filter((template) => !known.has(template))).toEqual([]);
  const keys = frenchCatalogs.flatMap((catalog) => Object.keys(catalog));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test("French has the holes that English has", () => {
  const differing = [...french].filter(([english, said]) => holes(english).join() !== holes(said).join());
  expect(differing).toEqual([]);
});

function holes(template: string): string[] {
  return [...new Set(template.match(/\{\d+\}/g))].toSorted();
}

/** The templates of all phrase`…` in the sources; those of holes and signs alone are the same in every language. */
function collectTemplates(): string[] {
  const files = globSync(["apps/*/src/**/*.ts", "packages/*/src/**/*.ts"], { cwd: root }).filter(
    (file) => !file.endsWith(".test.ts"),
  );
  const found = new Set<string>();
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(`${root}/${file}`, "utf8"), ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag) && node.tag.text === "phrase")
        found.add(templateOf(node.template));
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...found].filter((template) => /\p{L}/u.test(template.replaceAll(/\{\d+\}/g, "")));
}

function templateOf(literal: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(literal)) return literal.text;
  return literal.head.text + literal.templateSpans.map(({ literal: { text } }, index) => `{${index}}${text}`).join("");
}
