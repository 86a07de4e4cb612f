import type { TextKey } from "../../language/messages.ts";

/** The pages of `/it-manager`, in the order of its navigation. */
export const itPlaces: readonly { to: string; label: TextKey; icon: string }[] = [
  { to: "/it-manager", label: "places.overview", icon: "i-lucide-activity" },
  { to: "/it-manager/people", label: "places.people", icon: "i-lucide-users" },
  { to: "/it-manager/workspaces", label: "places.workspaces", icon: "i-lucide-boxes" },
  { to: "/it-manager/jobs", label: "places.jobs", icon: "i-lucide-list-checks" },
  { to: "/it-manager/storage", label: "places.storage", icon: "i-lucide-database" },
  { to: "/it-manager/mail", label: "places.mail", icon: "i-lucide-mails" },
  { to: "/it-manager/sign-in", label: "places.signIn", icon: "i-lucide-key-round" },
  { to: "/it-manager/announcements", label: "places.announcements", icon: "i-lucide-megaphone" },
  { to: "/it-manager/secrets", label: "places.secrets", icon: "i-lucide-vault" },
  { to: "/it-manager/audit", label: "places.audit", icon: "i-lucide-scroll-text" },
  { to: "/it-manager/limits", label: "places.limits", icon: "i-lucide-gauge" },
  { to: "/it-manager/settings", label: "places.settings", icon: "i-lucide-sliders-horizontal" },
];
