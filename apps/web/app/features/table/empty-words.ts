import type { Table } from "@weft/api/bases";

/** What an empty table says to somebody, by which rows its rules leave them: nobody is told to type what would be refused. */
export function wordsOfEmpty(rowsSeen: Table["rowsSeen"], canEdit: boolean) {
  if (rowsSeen === "some") return { title: "table.emptyTitleSeen", text: "table.emptyTextSome" } as const;
  if (rowsSeen === "own") {
    if (canEdit) return { title: "table.emptyTitleOwn", text: "table.emptyTextOwn" } as const;
    return { title: "table.emptyTitleSeen", text: "table.emptyTextOwnReader" } as const;
  }
  return { title: "table.emptyTitle", text: canEdit ? "table.emptyText" : "table.emptyTextReader" } as const;
}
