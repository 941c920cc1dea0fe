import type { PermissionChange, PermissionWord } from "../model";
import type { Preview } from "../preview/preview";

/** A permission of a holder before and after the change. The targets that it serves are added later. */
export interface ComparedPermission extends Omit<PermissionChange, "word" | "targets" | "use" | "source"> {
  readonly word: PermissionWord | "kept";
  /** URNs of the policies, or of the role itself, that contain it after the change; before it, if it is lost. */
  readonly documents: readonly string[];
}

/** Returns all permissions of the roles and resources that belong to outbound auth: changed ones and kept ones. */
export function comparePermissions(_preview: Preview): ComparedPermission[] {
  return [];
}
