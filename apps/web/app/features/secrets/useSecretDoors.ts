import type { Secret, SecretChanges, SecretWish } from "@weft/api/secrets";
import {
  createSecret,
  createWorkspaceSecret,
  deleteSecret,
  deleteWorkspaceSecret,
  updateSecret,
  updateWorkspaceSecret,
} from "@weft/api/secrets";
import { useApi } from "../../composables/useApi.ts";

/** What can be done with secrets, whoever's they are. */
export interface SecretDoors {
  create: (wish: SecretWish) => Promise<Secret>;
  update: (secretId: string, changes: SecretChanges) => Promise<Secret>;
  remove: (secretId: string) => Promise<unknown>;
}

/** The doors of a workspace's secrets, or of the instance's (null). */
export function useSecretDoors(find: () => string | null): SecretDoors {
  const api = useApi();
  return {
    create(body) {
      const workspaceId = find();
      if (workspaceId === null) return api.call(createSecret, { body });
      return api.call(createWorkspaceSecret, { params: { workspaceId }, body });
    },
    update(secretId, body) {
      const workspaceId = find();
      if (workspaceId === null) return api.call(updateSecret, { params: { secretId }, body });
      return api.call(updateWorkspaceSecret, { params: { workspaceId, secretId }, body });
    },
    remove(secretId) {
      const workspaceId = find();
      if (workspaceId === null) return api.call(deleteSecret, { params: { secretId } });
      return api.call(deleteWorkspaceSecret, { params: { workspaceId, secretId } });
    },
  };
}
