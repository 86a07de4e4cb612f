import type { Language } from "@weft/model/texts/phrase";
import { say } from "../../language/say.ts";
import type { Ending } from "./imports.ending.ts";

interface Words {
  subject: string;
  heading: string;
  sentences: string[];
  figures: [label: string, value: string][];
  linkLabel: string;
}

/** What the mail at the end of an import says, in the reader's language. */
export function wordEnding(language: Language, fileName: string, ending: Ending): Words {
  return languages[language](fileName, ending, (value) => new Intl.NumberFormat(language).format(value));
}

type Wording = (fileName: string, ending: Ending, count: (value: number) => string) => Words;

const languages: Record<Language, Wording> = {
  en: (fileName, ending, count) =>
    ending.state === "done"
      ? {
          subject: `${fileName}: ${count(ending.loaded ?? 0)} ${ending.loaded === 1 ? "row" : "rows"} loaded`,
          heading: `${fileName} is loaded`,
          sentences: [
            `Its rows are in the table “${ending.tableName}”.`,
            ...(ending.rejected ? ["Some rows could not be loaded: the report names each with its reason."] : []),
          ],
          figures: figures(ending, count, ["Loaded", "Rejected", "Seconds"]),
          linkLabel: "Open the report",
        }
      : {
          subject: `${fileName} could not be loaded`,
          heading: `${fileName} could not be loaded`,
          sentences: [say(ending.text ?? "", "en"), "Nothing was changed."],
          figures: figures(ending, count, ["Loaded", "Rejected", "Seconds"]),
          linkLabel: "Open the import",
        },
  fr: (fileName, ending, count) =>
    ending.state === "done"
      ? {
          subject: `${fileName} : ${count(ending.loaded ?? 0)} ${(ending.loaded ?? 0) < 2 ? "ligne chargée" : "lignes chargées"}`,
          heading: `${fileName} est chargé`,
          sentences: [
            `Ses lignes sont dans la table « ${ending.tableName} ».`,
            ...(ending.rejected
              ? ["Certaines lignes n’ont pas pu être chargées : le rapport donne la raison pour chacune."]
              : []),
          ],
          figures: figures(ending, count, ["Chargées", "Rejetées", "Secondes"]),
          linkLabel: "Ouvrir le rapport",
        }
      : {
          subject: `${fileName} n’a pas pu être chargé`,
          heading: `${fileName} n’a pas pu être chargé`,
          sentences: [say(ending.text ?? "", "fr"), "Rien n’a été modifié."],
          figures: figures(ending, count, ["Chargées", "Rejetées", "Secondes"]),
          linkLabel: "Ouvrir l’import",
        },
};

function figures(
  ending: Ending,
  count: (value: number) => string,
  labels: [string, string, string],
): [string, string][] {
  const values = [ending.loaded, ending.rejected, ending.seconds];
  return labels.flatMap((label, index): [string, string][] => {
    const value = values[index];
    return typeof value === "number" ? [[label, count(value)]] : [];
  });
}
