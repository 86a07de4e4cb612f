import type { Catalog } from "./phrase.ts";

/** French of what values, filters and sorts say. */
export const modelFrench: Catalog = {
  // Filters and sorts
  "has more than {0} conditions": "a plus de {0} conditions",
  'must be a condition {"field", "op", "value"} or a group {"all": […]}, {"any": […]}, {"not": …}':
    'doit être une condition {"field", "op", "value"} ou un groupe {"all": […]}, {"any": […]}, {"not": …}',
  "is nested deeper than {0}": "est imbriqué à plus de {0} niveaux",
  "must be a list of conditions": "doit être une liste de conditions",
  "must name a field": "doit nommer un champ",
  "there is no field {0}": "il n’y a pas de champ {0}",
  "{0} does not fit {1}, which is {2}: use {3}": "{0} ne convient pas à {1}, de type {2} : utilisez {3}",
  "{0} needs a text": "{0} demande un texte",
  "{0} needs {1}": "{0} demande {1}",
  "{0} needs a period such as {1}": "{0} demande une période telle que {1}",
  "a whole number from 0": "un nombre entier à partir de 0",
  "a year such as 2024": "une année telle que 2024",
  "a list of months, 1 to 12": "une liste de mois, de 1 à 12",
  "a list of days of the week, 1 (Monday) to 7": "une liste de jours de la semaine, de 1 (lundi) à 7",
  "nothing is a multiple of 0": "rien n’est multiple de 0",
  "there is no time zone {0}": "il n’y a pas de fuseau horaire {0}",
  "{0} {1} needs a list of values": "{0} {1} demande une liste de valeurs",
  "{0} {1} needs two values, the least and the greatest":
    "{0} {1} demande deux valeurs, la plus petite et la plus grande",
  "may not be null: use is_empty or is_not_empty": "ne peut pas être null : utilisez is_empty ou is_not_empty",
  "{0} stands twice": "{0} figure deux fois",

  // Rules of a table
  "may not be owner, whom no rule binds: choose manager or a weaker role":
    "ne peut pas être owner, qu’aucune règle ne lie : choisissez manager ou un rôle plus faible",
  "is weaker than the role that sees the field: who changes it must see it":
    "est plus faible que le rôle qui voit le champ : qui le modifie doit le voir",
  "{0} holds no text: attributes of people fit text, choice, e-mail and address fields":
    "{0} ne contient pas de texte : les attributs des personnes conviennent aux champs de texte, de choix, d’e-mail et d’adresse",
  "has no condition: every row would pass": "n’a pas de condition : toutes les lignes passeraient",

  "at most {0} fields can be sorted by": "on peut trier par {0} champs au plus",

  // What a cell must be
  "must be true or false": "doit être true ou false",
  "must be an address such as https://example.org": "doit être une adresse telle que https://exemple.org",
  "must be an e-mail address": "doit être une adresse e-mail",
  "must be text": "doit être du texte",
  "is longer than 1 MB": "dépasse 1 Mo",
  "has a NUL character in it, which cannot be kept: remove it":
    "contient un caractère NUL, qui ne peut pas être conservé : retirez-le",
  "has half a character in it (a lone surrogate): remove it":
    "contient une moitié de caractère (un demi-codet isolé) : retirez-la",
  "must be one of the field's choices: it has none yet": "doit être l’un des choix du champ, qui n’en a pas encore",
  "must be one of the field's choices: it has {0}": "doit être l’un des choix du champ : {0}",
  "has a number in it that JSON cannot carry": "contient un nombre que JSON ne peut pas porter",
  "must be JSON": "doit être du JSON",
  'is a number too big for JSON to carry exactly: send its digits as text, "12345678901234567890"':
    'est un nombre trop grand pour que JSON le porte exactement : envoyez ses chiffres comme texte, "12345678901234567890"',
  "must be a number": "doit être un nombre",
  "must be a whole number": "doit être un nombre entier",
  "has more than {0} decimals": "a plus de {0} décimales",
  "has more than {0} digits": "a plus de {0} chiffres",
  "is too big for a whole number (at most 9223372036854775807)":
    "est trop grand pour un nombre entier (9223372036854775807 au plus)",
  "must be a date as YYYY-MM-DD": "doit être une date de la forme AAAA-MM-JJ",
  "is no day of the calendar: {0}": "n’est pas un jour du calendrier : {0}",
  "must be a date with time such as {0}": "doit être une date avec l’heure, telle que {0}",
  "lacks its time zone: end it with Z or an offset such as +01:00":
    "n’a pas de fuseau horaire : terminez par Z ou par un décalage tel que +01:00",
  "has a time zone, and this field keeps times without: leave {0} off":
    "a un fuseau horaire, alors que ce champ garde des heures sans fuseau : retirez {0}",
  "is no moment of the calendar: {0}": "n’est pas un instant du calendrier : {0}",
  "is outside the years 0001 to 9999": "sort des années 0001 à 9999",

  // Why a text is no such value
  "is not a whole number": "n’est pas un nombre entier",
  "is not a number such as {0}": "n’est pas un nombre tel que {0}",
  "is neither yes nor no": "n’est ni oui ni non",
  "is not a date such as {0}": "n’est pas une date telle que {0}",
  "is not a time with its zone such as {0}T10:30:00Z": "n’est pas une heure avec son fuseau, telle que {0}T10:30:00Z",
  "is not a date and time without a zone such as {0} 10:30:00":
    "n’est pas une date avec l’heure sans fuseau, telle que {0} 10:30:00",
  "cannot be a choice: a field offers at most 500, of at most 200 characters":
    "ne peut pas être un choix : un champ en offre 500 au plus, de 200 caractères au plus",
  "is not an address that begins with http:// or https://":
    "n’est pas une adresse qui commence par http:// ou https://",
  "is not an e-mail address": "n’est pas une adresse e-mail",
  "is not a JSON object or list": "n’est pas un objet ou une liste JSON",
  "cannot be held as text": "ne peut pas être conservé comme texte",
};
