import type { Catalog } from "@weft/model/texts/phrase";

/** French of members, invitations and accounts that wait. */
export const membersFrench: Catalog = {
  "This takes a role above your own: ask somebody who has it.":
    "Il faut pour cela un rôle supérieur au vôtre : adressez-vous à quelqu’un qui l’a.",
  "Only an owner of the workspace changes their own attributes: ask one.":
    "Seul un propriétaire de l’espace de travail modifie ses propres attributs : demandez-en un.",
  "There is no such member in this workspace.": "Ce membre n’existe pas dans cet espace de travail.",
  "{0} is the last owner of this workspace: make somebody else owner first.":
    "{0} est la dernière personne propriétaire de cet espace de travail : nommez-en d’abord une autre.",
  "{0} is a member of this workspace already.": "{0} est déjà membre de cet espace de travail.",
  "This link leads to no invitation: it is incomplete, or a newer mail has replaced it.":
    "Ce lien ne mène à aucune invitation : il est incomplet, ou un e-mail plus récent l’a remplacé.",
  "This invitation has been accepted already: sign in, and you are in the workspace.":
    "Cette invitation a déjà été acceptée : connectez-vous, et vous êtes dans l’espace de travail.",
  "This invitation was withdrawn. Ask whoever invited you for another.":
    "Cette invitation a été retirée. Demandez-en une autre à la personne qui vous a invité.",
  "This invitation has expired. Ask whoever invited you to send it again.":
    "Cette invitation a expiré. Demandez à la personne qui vous a invité de la renvoyer.",
  "This invitation is for {0}, and you come as {1}: use that address, or ask for an invitation to yours.":
    "Cette invitation est pour {0}, et vous venez avec {1} : utilisez cette adresse-là, ou demandez une invitation à la vôtre.",
  "This invitation was sent within the last minute: wait a little.":
    "Cette invitation a été envoyée il y a moins d’une minute : attendez un peu.",
  "There is no such invitation in this workspace.": "Cette invitation n’existe pas dans cet espace de travail.",
  "{0} has accepted this invitation already.": "{0} a déjà accepté cette invitation.",
  "This invitation was withdrawn: invite {0} anew.": "Cette invitation a été retirée : invitez {0} à nouveau.",
  "You have sent {0} invitations within a day: go on tomorrow.":
    "Vous avez envoyé {0} invitations en une journée : continuez demain.",
  "Only addresses of {0} make an account here. Use yours, or ask for an invitation.":
    "Seules les adresses de {0} peuvent créer un compte ici. Utilisez la vôtre, ou demandez une invitation.",
  "Accounts are made by invitation here: open the link in the mail you were sent, or ask for one.":
    "Ici, les comptes sont créés sur invitation : ouvrez le lien de l’e-mail reçu, ou demandez une invitation.",
  "Only the owner of this instance may decide on accounts.":
    "Seule la personne propriétaire de cette instance peut décider des comptes.",
  "Nobody waits as {0}: it was decided already.": "Personne n’attend sous {0} : c’est déjà décidé.",
  "This link no longer works: it was used, or is older than two days. Sign in, or sign up anew.":
    "Ce lien ne fonctionne plus : il a servi, ou il a plus de deux jours. Connectez-vous, ou inscrivez-vous à nouveau.",
  "This is not the password the account was asked for with. Sign up anew if you did not ask for it.":
    "Ce n’est pas le mot de passe avec lequel le compte a été demandé. Inscrivez-vous à nouveau si vous ne l’avez pas demandé.",
};
