import { z } from "zod";
import { endpoint } from "./endpoint.ts";

const password = z.string().min(1).max(200);
const recoveryCodes = z.array(z.string());

export const getSecondFactor = endpoint({
  name: "second_factor.get",
  method: "GET",
  path: "/second-factor",
  summary: "Whether one's own sign-in asks for a code, and how many recovery codes are left.",
  access: "session",
  permission: null,
  reply: z.object({ isOn: z.boolean(), recoveryCodesLeft: z.int() }),
});

export const prepareSecondFactor = endpoint({
  name: "second_factor.prepare",
  method: "POST",
  path: "/second-factor",
  summary: "Makes a secret for an authenticator app. It counts once a code of it was confirmed.",
  access: "session",
  permission: null,
  body: z.object({ password }),
  /** `uri` is what apps read: otpauth://… */
  reply: z.object({ secret: z.string(), uri: z.string() }),
  problems: ["auth.wrong_credentials", "limit.reached"],
});

export const confirmSecondFactor = endpoint({
  name: "second_factor.confirm",
  method: "POST",
  path: "/second-factor/confirm",
  summary: "Turns the second factor on with a code of the app. The recovery codes are in this answer and nowhere else.",
  access: "session",
  permission: null,
  body: z.object({ code: z.string().trim().max(40) }),
  reply: z.object({ recoveryCodes }),
  problems: ["auth.wrong_credentials", "limit.reached"],
});

export const renewRecoveryCodes = endpoint({
  name: "second_factor.renew_codes",
  method: "POST",
  path: "/second-factor/recovery-codes",
  summary: "Makes new recovery codes; the old ones end. They are in this answer and nowhere else.",
  access: "session",
  permission: null,
  body: z.object({ password }),
  reply: z.object({ recoveryCodes }),
  problems: ["auth.wrong_credentials", "limit.reached"],
});

export const removeSecondFactor = endpoint({
  name: "second_factor.remove",
  method: "POST",
  path: "/second-factor/remove",
  summary: "Turns one's own second factor off; its recovery codes go with it.",
  access: "session",
  permission: null,
  body: z.object({ password }),
  problems: ["auth.wrong_credentials", "limit.reached"],
});
