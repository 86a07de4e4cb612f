import type { Catalog } from "@weft/model/texts/phrase";

/** French of roles that are given, and of teams. */
export const grantsFrench: Catalog = {
  "Your role here is {0}: nobody gives a role above their own.":
    "Votre rôle ici est {0} : personne ne donne un rôle supérieur au sien.",
  "Their role here is {0}, above yours: ask somebody who has as much.":
    "Le rôle de cette personne ou équipe est ici {0}, supérieur au vôtre : demandez à quelqu’un qui en a autant.",
  "This would raise your own role: ask another manager.":
    "Cela augmenterait votre propre rôle : demandez à un autre gestionnaire.",
  "The rule of {0} binds you too: somebody whom it does not bind may change it.":
    "La règle de {0} vous lie aussi : une personne qu’elle ne lie pas peut la changer.",
  "There is no grant {0} here.": "Il n’y a pas de droit {0} ici.",
  "There is no person {0}.": "Il n’y a pas de personne {0}.",
  "There is no team {0} in this workspace.": "Il n’y a pas d’équipe {0} dans cet espace de travail.",
  "There is no team {0}, or it is not yours to see.": "Il n’y a pas d’équipe {0}, ou elle ne vous est pas accessible.",
  "Another team of this workspace is called “{0}”: choose another name.":
    "Une autre équipe de cet espace de travail s’appelle « {0} » : choisissez un autre nom.",
  "{0} is no member of this workspace: invite them first.":
    "{0} n’est pas membre de cet espace de travail : invitez d’abord cette personne.",
  "This team is {0} somewhere, above your role: ask an owner of the workspace.":
    "Cette équipe a quelque part le rôle {0}, supérieur au vôtre : demandez à un propriétaire de l’espace de travail.",
  "Only an owner of the workspace changes which teams they are in themselves: ask one.":
    "Seul un propriétaire de l’espace de travail change les équipes dont il fait lui-même partie : demandez-en un.",
};
