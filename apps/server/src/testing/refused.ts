/** The code of the problem that a call is refused with; `works` when it is not. */
export async function refused(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "works",
    (error: { code: string }) => error.code,
  );
}
