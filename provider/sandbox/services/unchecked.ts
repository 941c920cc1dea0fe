// Resources of types that the stand-in does not emulate. It stores them as the program declares them.
import { randomBytes } from "node:crypto";
import type { ResourceType } from "../core/definition";
import { regionScope } from "../core/definition";
import type { Properties } from "../core/propertyValues";
import type { Session } from "../core/session";

/** Outputs that most resources have. All other outputs are the inputs. */
const computed = ["arn", "name"];

/** Returns a type whose resources have an id, an ARN, a name and the program's properties. */
export function uncheckedType(token: string): ResourceType {
  // `aws:s3/bucket:Bucket`
  const [service = "", kind = ""] = token.split(":")[1]?.split("/") ?? [];
  const keyOf = (id: string, { account, region = "global" }: Session) => ({
    scope: regionScope(account, region),
    kind: `unchecked-${service}-${kind}`,
    name: id,
  });
  const store = (id: string, inputs: Properties, session: Session): Properties => {
    const { partition, region = "", account } = session;
    const arn = `arn:${partition}:${service}:${region}:${account}:${kind}/${id}`;
    // An entry without values: they can contain secrets.
    session.store.replace(keyOf(id, session), { id });
    return { arn, name: id, ...inputs };
  };
  return {
    isUnchecked: true,
    properties: {},
    computed,
    create(inputs, session) {
      const id = typeof inputs.name === "string" ? inputs.name : `${kind}-${randomBytes(4).toString("hex")}`;
      return { id, outputs: store(id, inputs, session) };
    },
    read: (id, state, session) =>
      session.store.read(keyOf(id, session)) === undefined ? undefined : { id, outputs: state },
    update: (id, _state, inputs, session) => store(id, inputs, session),
    delete: (id, _state, session) => session.store.remove(keyOf(id, session)),
  };
}
