import type { AuditEntry } from "@weft/api/audit";
import type { AuditGroup } from "@weft/api/audit-groups";
import { auditGroups, isOfGroup } from "@weft/api/audit-groups";
import { useText } from "../../composables/useText.ts";

const icons: Record<AuditGroup, string> = {
  people: "i-lucide-user",
  members: "i-lucide-users",
  grants: "i-lucide-shield-check",
  tokens: "i-lucide-key-round",
  schema: "i-lucide-table-2",
  exports: "i-lucide-download",
  hand_ins: "i-lucide-inbox",
  settings: "i-lucide-settings-2",
  audit: "i-lucide-scroll-text",
  refusals: "i-lucide-shield-x",
};

/** Entries of the trail in words. */
export function useEntryText() {
  const { t } = useText();
  const isRefusal = ({ action }: AuditEntry) => action === "access.refused" || action === "person.sign_in_failed";

  function actorOf({ actor, action }: AuditEntry): string {
    // Managers of a workspace are not told who was refused there and has nothing in it.
    if (actor) return actor.name ?? t(action === "access.refused" ? "audit.stranger" : "audit.erased");
    return action === "person.sign_in_failed" || action === "access.refused" ? t("audit.nobody") : t("audit.weft");
  }

  /** Its name, else its id; what somebody did to themselves needs no name twice. */
  function thingOf({ thing, actor }: AuditEntry): string {
    if (!thing || (thing.kind === "person" && thing.id === actor?.person)) return "";
    if (thing.kind === "instance") return "";
    return thing.name ?? (thing.kind === "person" ? t("audit.erased") : (thing.id ?? ""));
  }

  return {
    isRefusal,
    actorOf,
    thingOf,
    actionOf: ({ action }: AuditEntry) => t(`audit.actions.${action}`),
    iconOf: ({ action }: AuditEntry) =>
      isRefusal({ action } as AuditEntry)
        ? icons.refusals
        : icons[auditGroups.find((group) => isOfGroup(group, action)) ?? "settings"],
  };
}
