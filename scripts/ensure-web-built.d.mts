export function ensureWebBuilt(): Promise<string | null>;
