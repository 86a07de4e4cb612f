import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";

type Shape = Record<string, unknown>;

/** What became of a question to the device: its answer, or that the person (or their device) would not. */
export type DeviceAnswer = { response: Shape } | "refused" | "known";

/** Has the device make a passkey; `known` = it has one of this account already. */
export function makePasskey(options: Shape): Promise<DeviceAnswer> {
  return ask(async ({ startRegistration }) =>
    startRegistration({ optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON }),
  );
}

/** Has the device sign in with one of its passkeys, which its person chooses. */
export function signWithPasskey(options: Shape): Promise<DeviceAnswer> {
  return ask(async ({ startAuthentication }) =>
    startAuthentication({ optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON }),
  );
}

/** The library is fetched when it is needed first: most people never do. */
async function ask(
  question: (library: typeof import("@simplewebauthn/browser")) => Promise<object>,
): Promise<DeviceAnswer> {
  const library = await import("@simplewebauthn/browser");
  try {
    return { response: { ...(await question(library)) } };
  } catch (error) {
    return (error as { name?: string }).name === "InvalidStateError" ? "known" : "refused";
  }
}
