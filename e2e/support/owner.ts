/** The owner of the instance that the whole run shares. */
export const owner = { name: "Ada Owner", email: "ada@example.org", password: "correct horse battery", language: "en" };
