import type { Field } from "./field.ts";

/** The field with this id or name; a name is taken in any case unless another field bears it exactly. */
export function findField<F extends Pick<Field, "id" | "name">>(fields: readonly F[], idOrName: string): F | undefined {
  return (
    fields.find((field) => field.id === idOrName) ??
    fields.find((field) => field.name === idOrName) ??
    fields.find((field) => field.name.toLowerCase() === idOrName.toLowerCase())
  );
}
