export const errors = {
  missing: "There is nothing here",
  missingText: "The address is wrong, or what it names is gone or not yours to see.",
  forbidden: "This is not for your role",
  forbiddenText: "You may know of it, but not see it here. Ask a manager of the workspace for more.",
  broken: "Something went wrong here",
  brokenText: "It is our fault, not yours. Nothing of what you saved is lost.",
  away: "The server does not answer",
  awayText: "It may be starting. Try again in a moment.",
  home: "Go to the workspace",
};
