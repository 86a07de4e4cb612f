/** Why a password is refused: too few letters, what everybody tries first, or what is known of its person. */
export type Weakness = "short" | "common" | "own";

/** Fewer letters than this beside common words, runs of keys, years and one's own name are no secret. */
const secretLettersMin = 4;
const differentLettersMin = 5;

/** Words that most passwords people are found with are made of, in English and French; and what the product is called. */
const commonWords =
  "password passwort passwd pass motdepasse secret welcome bienvenue bonjour hello letmein login signin connexion admin administrator administrateur root user utilisateur guest invite test testing demo default changeme change master superuser iloveyou jetaime love amour princess princesse sunshine soleil monkey dragon shadow football baseball soccer hockey superman batman pokemon starwars whatever trustno freedom liberte michael jennifer jordan charlie daniel thomas nicolas marseille paris france london summer winter spring autumn ete hiver printemps automne january february march april june july august september october november december janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre monday friday lundi vendredi azerty qwerty qwertz computer ordinateur internet google facebook microsoft windows samsung apple weft grist notion airtable database the mon mes les and you for ninja killer hunter cookie chocolat chocolate coffee cheese ginger pepper flower fleur doudou loulou chouchou coucou"
    .split(" ")
    // The longest first: `administrator` is not `admin` and a rest.
    .toSorted((a, b) => b.length - a.length);

/** Rows of keyboards, and orders that hands and heads run along; backwards too. */
const runs = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertzuiop", "yxcvbnm"]
  .concat([
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
    "1a2z3e4r5t6y7u8i9o0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujmik",
  ])
  .concat(["abcdefghijklmnopqrstuvwxyz", "01234567890123456789"])
  .flatMap((run) => [run, [...run].toReversed().join("")]);
const runLettersMin = 3;

const leet: Record<string, string> = { "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", $: "s" };

/** What is wrong with a new password; null = it may be used. `own` are the name and e-mail of whose it is. */
export function findWeakness(password: string, lengthMin: number, own: readonly string[] = []): Weakness | null {
  if ([...password].length < lengthMin) return "short";
  const plain = fold(password);
  if (new Set(plain).size < differentLettersMin || isRepeated(plain)) return "common";
  const spelled = [plain, [...plain].map((letter) => leet[letter] ?? letter).join("")];
  if (spelled.some((text) => !hasSecret(without(text, commonWords)))) return "common";
  const ownWords = own.flatMap((text) => fold(text).split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= 3);
  const known = [...ownWords, ...commonWords].toSorted((a, b) => b.length - a.length);
  return spelled.some((text) => !hasSecret(without(text, known))) ? "own" : null;
}

/** Lower case without accents. */
function fold(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

function isRepeated(text: string): boolean {
  return /^(.+?)\1+.{0,2}$/u.test(text);
}

function without(text: string, words: readonly string[]): string {
  let rest = text;
  for (const word of words) rest = rest.replaceAll(word, " ");
  return withoutRuns(rest);
}

/** Takes out each stretch of three keys or more that lie in a row. */
function withoutRuns(text: string): string {
  let rest = "";
  for (let at = 0; at < text.length;) {
    let length = runLettersMin;
    while (at + length <= text.length && runs.some((run) => run.includes(text.slice(at, at + length)))) length += 1;
    const isRun = length > runLettersMin;
    rest += isRun ? " " : text[at];
    at += isRun ? length - 1 : 1;
  }
  return rest;
}

/** Whether enough letters are left that nobody knows; digits and signs at words' ends are what everybody adds. */
function hasSecret(rest: string): boolean {
  return rest.replaceAll(/[^\p{L}]/gu, "").length >= secretLettersMin || hasSecretDigits(rest);
}

/** Digits can be a secret too, when there are as many as in a number that somebody drew. */
function hasSecretDigits(rest: string): boolean {
  return rest.replaceAll(/(?:19|20)\d\d/g, " ").replaceAll(/\D/g, "").length >= 10;
}
