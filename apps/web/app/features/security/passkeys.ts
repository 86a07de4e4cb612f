import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";

type Shape = Record<string, unknown>;

/** What a device signs, as the server takes it. */
export interface GivenPasskey {
  response: Shape;
}

/** What became of a question to the device: its answer, or that the person (or their device) would not. */
type DeviceAnswer = GivenPasskey | "refused" | "known";

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

/** Whether the browser can offer passkeys among the addresses that it fills in. */
export async function canOfferPasskeys(): Promise<boolean> {
  return (await window.PublicKeyCredential?.isConditionalMediationAvailable?.()) ?? false;
}

/** Has the browser offer passkeys in a field whose `autocomplete` names `webauthn`; waits, may be for ever, until one is chosen. */
export function awaitOfferedPasskey(options: Shape): Promise<DeviceAnswer> {
  return ask(async ({ startAuthentication }) =>
    startAuthentication({
      optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON,
      useBrowserAutofill: true,
    }),
  );
}

/** Takes back what is offered or asked just now. */
export async function takeBackOffer(): Promise<void> {
  (await import("@simplewebauthn/browser")).WebAuthnAbortService.cancelCeremony();
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
