import * as pulumi from "@pulumi/pulumi";

/**
 * An error that ends the program with its message.
 *
 * Without a stack, which Pulumi shows to nobody: where an output fails, the SDK formats the stack all the same, with every
 * step of every output in it, and the message comes half a minute later.
 */
export function programError(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = "";
  return error;
}
