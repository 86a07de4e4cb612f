import { useReport } from "../../composables/useReport.ts";
import { useSession } from "../../composables/useSession.ts";

/** Signs out and begins anew, so that nothing of this person stays in the tab's memory. */
export function useLeave() {
  const { signOut } = useSession();
  const report = useReport();

  async function leave(): Promise<void> {
    if (await report.attempt(signOut)) window.location.assign("/sign-in");
  }

  return { leave };
}
