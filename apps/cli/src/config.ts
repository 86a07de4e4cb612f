import { homedir } from "node:os";
import { join } from "node:path";

/** What the environment says to the command line. */
export interface Environment {
  /** WEFT_URL: the address of the instance; with `token` in place of `weft login`. */
  url: string | null;
  /** WEFT_TOKEN: a token's secret. */
  token: string | null;
  /** WEFT_PASSWORD: for `weft login` in scripts, where a password on the command line would be seen by others. */
  password: string | null;
  /** Where credentials and unfinished uploads are remembered: `$XDG_CONFIG_HOME/weft` or `~/.config/weft`. */
  folder: string;
}

/** Reads the environment; empty variables count as absent. */
export function readEnvironment(variables: Record<string, string | undefined> = process.env): Environment {
  return {
    url: variables.WEFT_URL?.replace(/\/+$/, "") || null,
    token: variables.WEFT_TOKEN || null,
    password: variables.WEFT_PASSWORD || null,
    folder: join(variables.XDG_CONFIG_HOME || join(homedir(), ".config"), "weft"),
  };
}
