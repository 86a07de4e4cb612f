import type { Notice } from "@weft/api/notices";
import type { NoticeKind, NoticeTone } from "@weft/model/notices/kinds";
import { computed } from "vue";
import type { Ref } from "vue";
import { useText } from "../../composables/useText.ts";

const tones: Record<Exclude<NoticeTone, "plain">, { name: string; color: string }> = {
  good: { name: "i-lucide-circle-check", color: "text-success" },
  warning: { name: "i-lucide-triangle-alert", color: "text-warning" },
  bad: { name: "i-lucide-circle-x", color: "text-error" },
};

const kinds: Partial<Record<NoticeKind, string>> = {
  invited: "i-lucide-mail-plus",
  mentioned: "i-lucide-at-sign",
  assigned: "i-lucide-user-check",
  handin_due: "i-lucide-inbox",
  handin_received: "i-lucide-inbox",
  handin_sent_back: "i-lucide-undo-2",
  token_expiring: "i-lucide-key-round",
  secret_expiring: "i-lucide-key-round",
  announcement: "i-lucide-megaphone",
};

/** The mark before a notice. */
export function markOf({ kind, tone }: Notice): { name: string; color: string } {
  if (tone !== "plain") return tones[tone];
  return { name: kinds[kind] ?? "i-lucide-bell", color: "text-muted" };
}

/** Notices under the day they came on, as the person's calendar has it; in their order. */
export function useNoticeDays(notices: Ref<readonly Notice[] | null>, now: Ref<number>) {
  const { t, date } = useText();
  const dayOf = (at: string | number) => date(at, { dateStyle: "full" });
  return computed(() => {
    const names = new Map([
      [dayOf(now.value - 86_400_000), t("notices.yesterday")],
      [dayOf(now.value), t("notices.today")],
    ]);
    const days: { name: string; notices: Notice[] }[] = [];
    for (const notice of notices.value ?? []) {
      const day = dayOf(notice.createdAt);
      const name = names.get(day) ?? day;
      if (days.at(-1)?.name !== name) days.push({ name, notices: [] });
      days.at(-1)?.notices.push(notice);
    }
    return days;
  });
}
