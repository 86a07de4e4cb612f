export const errors = {
  missing: "Il n’y a rien ici",
  missingText: "L’adresse est erronée, ou ce qu’elle désigne a disparu ou ne vous est pas accessible.",
  forbidden: "Votre rôle ne va pas jusqu’ici",
  forbiddenText:
    "Vous pouvez savoir que cela existe, mais pas le voir ici. Demandez davantage à un responsable de l’espace de travail.",
  broken: "Un problème est survenu",
  brokenText: "La faute est de notre côté. Rien de ce que vous avez enregistré n’est perdu.",
  away: "Le serveur ne répond pas",
  awayText: "Il est peut-être en train de démarrer. Réessayez dans un instant.",
  home: "Aller à l’espace de travail",
};
