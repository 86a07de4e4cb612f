import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { NoticeData } from "../notices/notices.notify.ts";
import type { Ending } from "./imports.ending.ts";

/** What bell and mail say at the end of an import. */
export function wordEnding(fileName: string, ending: Ending): Omit<NoticeData, "link"> {
  const figures: [Phrase, number | null][] = [
    [phrase`Loaded`, ending.loaded],
    [phrase`Rejected`, ending.rejected],
    [phrase`Seconds`, ending.seconds],
  ];
  const told = { figures: figures.filter((figure): figure is [Phrase, number] => figure[1] !== null) };
  if (ending.state === "failed")
    return {
      ...told,
      title: phrase`${fileName} could not be loaded`,
      text: phrase`${ending.text ?? ""} Nothing was changed.`,
      linkLabel: phrase`Open the import`,
      tone: "bad",
    };
  return {
    ...told,
    title: titleOf(fileName, ending),
    text: ending.rejected ? phrase`Some rows could not be loaded: the report names each with its reason.` : null,
    linkLabel: phrase`Open the report`,
    tone: ending.rejected ? "warning" : "good",
  };
}

function titleOf(fileName: string, { loaded, rejected, tableName }: Ending): Phrase {
  const table = tableName ?? fileName;
  if (rejected) return phrase`${fileName}: ${loaded ?? 0} rows loaded into ${table}, ${rejected} rejected`;
  if (!loaded) return phrase`${fileName}: no rows loaded into ${table}`;
  if (loaded === 1) return phrase`${fileName}: 1 row loaded into ${table}`;
  return phrase`${fileName}: ${loaded} rows loaded into ${table}`;
}
