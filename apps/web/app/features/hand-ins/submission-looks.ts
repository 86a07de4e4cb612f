import type { SubmissionState } from "@weft/model/hand-ins/schedule";

/** The mark of each state, and its tone. */
export const submissionLooks: Record<SubmissionState, { icon: string; tone: string }> = {
  owed: { icon: "i-lucide-circle-dashed", tone: "text-dimmed" },
  handed_in: { icon: "i-lucide-inbox", tone: "text-primary" },
  sent_back: { icon: "i-lucide-undo-2", tone: "text-warning" },
  accepted: { icon: "i-lucide-circle-check", tone: "text-success" },
};
