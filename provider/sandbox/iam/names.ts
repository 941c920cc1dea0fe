import type { Property } from "../resource/definition";
import { text } from "../resource/shape";

const iamName = (max: number) => text({ pattern: new RegExp(`^[\\w+=,.@-]{1,${max}}$`) });

/** Name, or prefix of a generated name, of a role or policy. */
export const nameProperties = (max: number): Record<string, Property> => ({
  name: { shape: iamName(max), replaces: true },
  namePrefix: { shape: iamName(max - 26), replaces: true, default: "" },
});

export const pathProperty: Property = {
  shape: text({ pattern: /^\/([\x21-\x7e]{0,510}\/)?$/ }),
  replaces: true,
  default: "/",
};

/** The API takes a role's name, and rejects its ARN. */
export const isRoleName = (role: string): boolean => /^[\w+=,.@-]{1,64}$/.test(role);

export const wrongRoleName =
  "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-";
