import * as pulumi from "@pulumi/pulumi";
import { policyQuotas, policySize } from "../../iam/policy/document";
import { programError } from "../../resources/program/errors";

/**
 * Counts the inline policies that this package gives to one role against IAM's quota for all of them together, so that
 * one bundle too many is told at preview and not half way through an update.
 */
export class InlineBudget {
  private readonly sizes = new Map<string, number>();
  private reported = false;

  /** Counts a policy document. Fails the program when the role is full. */
  count(label: string, document: string): void {
    this.sizes.set(label, policySize(document));
    const total = [...this.sizes.values()].reduce((sum, size) => sum + size, 0);
    if (total <= policyQuotas.inlinePoliciesOfRole || this.reported) return;
    this.reported = true;
    // Beside the data flow and once: every policy behind it would fail with the same message again.
    pulumi.output(this.explain(total)).apply((message) => {
      throw programError(message);
    });
  }

  private explain(total: number): string {
    const limit = policyQuotas.inlinePoliciesOfRole.toLocaleString("en");
    const sorted = [...this.sizes].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
    const lines = sorted.map(([label, size]) => `  ${label}: ${size}`);
    return [
      `the inline policies of this gateway's role take at least ${total.toLocaleString("en")} characters, and IAM allows ${limit}:`,
      ...lines,
      "Write GatewayOutboundAuth, which has room for more than a hundred targets; give credential providers shorter names; or give some of the targets to a second gateway with a role of its own.",
    ].join("\n");
  }
}
