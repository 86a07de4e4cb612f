import type { PersonOfInstance } from "@weft/api/people-access";
import {
  disablePerson,
  enablePerson,
  endPersonSessions,
  resetSecondFactor,
  sendPasswordLink,
  setInstanceOwner,
  unlockPerson,
} from "@weft/api/people-access";
import { useApi } from "../../composables/useApi.ts";
import { useDialogs } from "../../composables/useDialogs.ts";
import { useReport } from "../../composables/useReport.ts";
import { useText } from "../../composables/useText.ts";

/** What those who run the instance may do to somebody's way in. */
export type PersonDeed =
  | "unlock"
  | "endSessions"
  | "resetSecondFactor"
  | "passwordLink"
  | "makeOwner"
  | "unmakeOwner"
  | "enable"
  | "disable";

/** What lets somebody in again harms nobody: it is done without asking back. */
const harmless = new Set<PersonDeed>(["unlock", "enable", "passwordLink"]);

/** Does a deed to a person, asking back first where it takes something away; answers whether it was done. */
export function usePersonDeeds(onLink: (link: { to: string; url: string }) => void) {
  const api = useApi();
  const { t } = useText();
  const report = useReport();
  const { confirm } = useDialogs();

  const calls: Record<PersonDeed, (person: PersonOfInstance) => Promise<unknown>> = {
    unlock: ({ email }) => api.call(unlockPerson, { body: { email } }),
    endSessions: ({ id }) => api.call(endPersonSessions, { params: { personId: id } }),
    resetSecondFactor: ({ id }) => api.call(resetSecondFactor, { params: { personId: id } }),
    passwordLink: async ({ id, email }) => {
      const { link } = await api.call(sendPasswordLink, { params: { personId: id } });
      if (link !== null) onLink({ to: email, url: link });
    },
    makeOwner: ({ id }) => api.call(setInstanceOwner, { params: { personId: id }, body: { isInstanceOwner: true } }),
    unmakeOwner: ({ id }) => api.call(setInstanceOwner, { params: { personId: id }, body: { isInstanceOwner: false } }),
    enable: ({ id }) => api.call(enablePerson, { params: { personId: id } }),
    disable: ({ id }) => api.call(disablePerson, { params: { personId: id } }),
  };

  return async (deed: PersonDeed, person: PersonOfInstance, isMe: boolean): Promise<boolean> => {
    const { name } = person;
    if (!harmless.has(deed)) {
      const asked = {
        title: t(`it.ask.${deed as Exclude<PersonDeed, "unlock" | "enable" | "passwordLink">}`, { name }),
        text: isMe && deed === "unmakeOwner" ? t("it.askText.unmakeMe") : t(`it.askText.${deed as "disable"}`),
        actionLabel: t(`it.deeds.${deed}`),
      };
      if (!(await confirm(asked))) return false;
    }
    return report.attempt(async () => {
      await calls[deed](person);
      report.done(t(`it.done.${deed}`, { name }));
    });
  };
}
