import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { email, newPassword } from "./people.ts";

const secret = z.string().max(100);

export const askPasswordLink = endpoint({
  name: "session.ask_password_link",
  method: "POST",
  path: "/session/password-link",
  summary: "Mails a link to set a new password, if the address has an account; answers the same when it has none.",
  access: "public",
  permission: null,
  body: z.object({ email }),
  problems: ["limit.reached"],
});

export const setPassword = endpoint({
  name: "session.set_password",
  method: "POST",
  path: "/session/password",
  summary: "Sets a new password with the secret of a mailed link, once; every session and link of the account ends.",
  access: "public",
  permission: null,
  body: z.object({ secret, password: newPassword }),
  problems: ["auth.link_over"],
});

export const sendVerification = endpoint({
  name: "profile.send_verification",
  method: "POST",
  path: "/profile/verification",
  summary: "Mails a link that shows that one's own e-mail address is one's own.",
  access: "session",
  permission: null,
  problems: ["limit.reached"],
});

export const verifyEmail = endpoint({
  name: "session.verify_email",
  method: "POST",
  path: "/session/verify-email",
  summary: "Takes the secret of a mailed link as proof of the address it went to, once.",
  access: "public",
  permission: null,
  body: z.object({ secret }),
  problems: ["auth.link_over"],
});
