import type { Language } from "@weft/model/texts/phrase";

const texts: Record<Language, string> = {
  en: `What Weft keeps of you
======================

profile.json      your name, address, choices, and the ways you sign in
sessions.json     where you are signed in
tokens.json       your tokens, without their secrets
memberships.json  the workspaces and teams you are in, with your role
grants.json       bases and tables that were given to you yourself
notices.ndjson    what the bell and mails have told you
imports.ndjson    files you have imported
hand-ins.ndjson   files that were asked of you or a team of yours: the due day, what was handed in, accepted or
                  sent back, and with which words; of those of others, what you did with them
hand-in-requests.json  what you have asked others to hand in
exports.ndjson    files you have asked for
audit.ndjson      what the audit trail tells of your deeds
tables.json       the tables you have changed rows of, as far as you may read them today
changes.ndjson    your changes of rows: what was changed, and the cells as you wrote them. Of tables that
                  are shut to you today, wholly or in part, only when and in which table
files/            the files of imports and exports that are still kept

.json is one document; .ndjson has one document in each line. Both are UTF-8 text. Times are UTC.
Names of tables and workspaces belong to those who run them. What you wrote into tables stays there.
`,
  fr: `Ce que Weft conserve de vous
============================

profile.json      votre nom, votre adresse, vos choix, et vos moyens de connexion
sessions.json     où vous êtes connecté
tokens.json       vos jetons, sans leurs secrets
memberships.json  les espaces de travail et les équipes où vous êtes, avec votre rôle
grants.json       les bases et les tables qui vous ont été ouvertes en propre
notices.ndjson    ce que la cloche et les e-mails vous ont annoncé
imports.ndjson    les fichiers que vous avez importés
hand-ins.ndjson   les fichiers demandés à vous ou à une de vos équipes : l’échéance, ce qui a été remis, accepté
                  ou renvoyé, et avec quels mots ; pour ceux des autres, ce que vous en avez fait
hand-in-requests.json  ce que vous avez demandé à d’autres de remettre
exports.ndjson    les fichiers que vous avez demandés
audit.ndjson      ce que le journal d’audit dit de vos actes
tables.json       les tables dont vous avez modifié des lignes, si vous pouvez les lire aujourd’hui
changes.ndjson    vos modifications de lignes : ce qui a changé, et les cellules telles que vous les avez
                  écrites. Pour les tables qui vous sont fermées aujourd’hui, en tout ou en partie,
                  seulement quand et dans quelle table
files/            les fichiers d’imports et d’exports encore conservés

.json est un seul document ; .ndjson en a un par ligne. Tous sont du texte UTF-8. Les heures sont en UTC.
Les noms des tables et des espaces appartiennent à ceux qui les gèrent. Ce que vous avez écrit dans des
tables y reste.
`,
};

/** What stands in a file of somebody's data, for whoever opens it. */
export function readmeIn(language: Language): string {
  return texts[language];
}
