import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { email } from "./people.ts";

const params = z.object({ personId: z.string().max(64) });

export const unlockPerson = endpoint({
  name: "people.unlock",
  method: "POST",
  path: "/people/unlock",
  summary: "Opens an account that wrong passwords have shut. For the owner of the instance.",
  access: "session",
  permission: null,
  body: z.object({ email }),
});

export const disablePerson = endpoint({
  name: "people.disable",
  method: "POST",
  path: "/people/:personId/disable",
  summary:
    "Shuts a person out at once: sessions, tokens and sockets end; what is theirs stays. For the owner of the instance.",
  access: "session",
  permission: null,
  params,
  problems: ["person.not_found"],
});

export const enablePerson = endpoint({
  name: "people.enable",
  method: "POST",
  path: "/people/:personId/enable",
  summary: "Lets a disabled person in again. For the owner of the instance.",
  access: "session",
  permission: null,
  params,
  problems: ["person.not_found"],
});
