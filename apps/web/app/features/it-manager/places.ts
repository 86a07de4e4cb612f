import type { TextKey } from "../../language/messages.ts";

/** The pages of `/it-manager`, in the order of its navigation. */
export const itPlaces: readonly { to: string; label: TextKey; icon: string }[] = [
  { to: "/it-manager", label: "it.overview", icon: "i-lucide-activity" },
  { to: "/it-manager/people", label: "it.people", icon: "i-lucide-users" },
  { to: "/it-manager/workspaces", label: "it.workspaces", icon: "i-lucide-boxes" },
  { to: "/it-manager/jobs", label: "queue.title", icon: "i-lucide-list-checks" },
  { to: "/it-manager/storage", label: "upkeep.storage", icon: "i-lucide-database" },
  { to: "/it-manager/mail", label: "upkeep.mail", icon: "i-lucide-mails" },
  { to: "/it-manager/sign-in", label: "upkeep.signIn", icon: "i-lucide-key-round" },
  { to: "/it-manager/announcements", label: "announcements.title", icon: "i-lucide-megaphone" },
  { to: "/it-manager/secrets", label: "secrets.title", icon: "i-lucide-vault" },
  { to: "/it-manager/audit", label: "audit.title", icon: "i-lucide-scroll-text" },
  { to: "/it-manager/limits", label: "upkeep.limits", icon: "i-lucide-gauge" },
  { to: "/it-manager/settings", label: "upkeep.settings", icon: "i-lucide-sliders-horizontal" },
];
