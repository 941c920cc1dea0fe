/**
 * Spellings of AWS's older pages and command lines, which people paste: turned into today's where they can mean one thing
 * only. What a program writes may hold values that are still to come, so nothing but plain objects is looked into.
 *
 * Sources: "Setting up Outbound Auth" (preview text), AgentCore Developer Guide, "Provider setup and configuration".
 */
import { isNil, isPlainObject } from "../core/values";
import type { Problem } from "../core/problem";
import { isVendor, vendorNames, vendors } from "../providers/oauth2/vendors";
import type { Oauth2Vendor } from "../providers/oauth2/vendors";

type Args = Record<string, unknown>;

/** Arguments in today's spelling, and what could not be brought there. */
export interface Respelt {
  readonly args: Args;
  readonly problems: readonly Problem[];
}

/** The arguments of an OAuth 2 credential provider: `CustomOAuth2`, `customOAuth2ProviderConfig: { … }` and the like. */
export function respellOauth2Args(given: unknown, path = ""): Respelt {
  if (!isPlainObject(given)) return { args: given as Args, problems: [] };
  const spelling = new Respelling(given, path);
  for (const old of ["credentialProviderVendor", "credentialProviderType"]) spelling.rename(old, "vendor");
  spelling.rename("credentialProviderName", "name");
  spelling.args.vendor = respelledVendor(spelling.args.vendor);
  for (const key of Object.keys(given).filter((name) => /^o-?auth2ProviderConfigInput$/i.test(name)))
    spelling.unwrap(key);
  for (const key of Object.keys(spelling.args)) {
    const member = configurationMember(key);
    if (member === undefined) continue;
    const possible = vendorNames.filter((name) => vendors[name].member === member);
    const { vendor } = spelling.args;
    if (vendor === undefined && possible.length === 1) spelling.args.vendor = possible[0];
    if (isVendor(vendor) && vendors[vendor].member !== member) spelling.report(key, misfit(vendor, member));
    else spelling.unwrap(key);
  }
  if (spelling.args.vendor === undefined) delete spelling.args.vendor;
  return spelling.done();
}

/** The arguments of an API-key credential provider: `credentialProviderName`. */
export function respellApiKeyArgs(given: unknown): Respelt {
  if (!isPlainObject(given)) return { args: given as Args, problems: [] };
  const spelling = new Respelling(given, "");
  spelling.rename("credentialProviderName", "name");
  return spelling.done();
}

/** A bundle's credential: `credentialProviderType`, and the nesting of the API's target configuration. */
export function respellCredential(given: unknown): Respelt {
  const path = "credential";
  if (!isPlainObject(given)) return { args: given as Args, problems: [] };
  const spelling = new Respelling(given, path);
  spelling.rename("credentialProviderType", "type");
  spelling.rename("credentialProviderName", "name");
  for (const nested of ["apiKeyCredentialProvider", "oauthCredentialProvider"]) {
    const { credentialProvider } = spelling.args;
    if (!isPlainObject(credentialProvider) || !isPlainObject(credentialProvider[nested])) continue;
    const { providerArn, ...placement } = credentialProvider[nested];
    spelling.replace("credentialProvider", { ...without(credentialProvider, nested), arn: providerArn }, placement);
  }
  const { credentialProvider } = spelling.args;
  if (isPlainObject(credentialProvider) && "providerArn" in credentialProvider && !("arn" in credentialProvider)) {
    const { providerArn, ...rest } = credentialProvider;
    spelling.args.credentialProvider = { ...rest, arn: providerArn };
  }
  // For the gateway's own role and the caller's credentials, there is no provider: only for whom requests are signed.
  const signed = spelling.args.credentialProvider;
  if (isPlainObject(signed) && isPlainObject(signed.iamCredentialProvider)) {
    const rest = without(signed, "iamCredentialProvider");
    const provider = Object.keys(rest).length === 0 ? undefined : rest;
    spelling.replace("credentialProvider", provider, signed.iamCredentialProvider);
  }
  spelling.unwrap("iamCredentialProvider");
  if (spelling.args.oauth2 === undefined) return spelling.done();
  const oauth2 = respellOauth2Args(spelling.args.oauth2, `${path}.oauth2`);
  spelling.args.oauth2 = oauth2.args;
  const { args, problems } = spelling.done();
  return { args, problems: [...problems, ...oauth2.problems] };
}

/** Arguments on their way to today's spelling. */
class Respelling {
  readonly args: Args;
  private readonly problems: Problem[] = [];

  constructor(
    given: Args,
    private readonly path: string,
  ) {
    this.args = { ...given };
  }

  rename(old: string, name: string): void {
    if (!(old in this.args)) return;
    const value = this.args[old];
    delete this.args[old];
    this.merge({ [name]: value }, old);
  }

  /** Puts the members of an object in its place. */
  unwrap(key: string): void {
    const value = this.args[key];
    if (!isPlainObject(value)) return;
    delete this.args[key];
    this.merge(value, key);
  }

  replace(key: string, value: unknown, besides: Args): void {
    this.args[key] = value;
    this.merge(besides, key);
  }

  report(key: string, reason: string): void {
    delete this.args[key];
    this.problems.push({ path: this.at(key), reason });
  }

  done(): Respelt {
    return { args: this.args, problems: this.problems };
  }

  private merge(members: Args, from: string): void {
    for (const [name, value] of Object.entries(members)) {
      if (isNil(value)) continue;
      if (isNil(this.args[name])) this.args[name] = value;
      else if (this.args[name] !== value) {
        const reason = `is given here and in ${this.at(from)}. Write it once, here.`;
        this.problems.push({ path: this.at(name), reason });
      }
    }
  }

  private at(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }
}

/** `CustomOAuth2`, `LinkedInOAuth2`: vendors differ in more than case, so any case can mean one of them only. */
function respelledVendor(vendor: unknown): unknown {
  if (typeof vendor !== "string") return vendor;
  return vendorNames.find((name) => name.toLowerCase() === vendor.toLowerCase()) ?? vendor;
}

const members = [...new Set(vendorNames.map((name) => vendors[name].member))];

/** The API's name of a configuration: `customOAuth2ProviderConfig`, `GoogleOauth2ProviderConfigInput`. */
function configurationMember(key: string): string | undefined {
  const plain = key.toLowerCase().replace(/input$/, "");
  return members.find((member) => member.toLowerCase() === plain);
}

function misfit(vendor: Oauth2Vendor, member: string): string {
  return `is the configuration of another vendor: "${vendor}" has ${vendors[vendor].member}, not ${member}. Write the vendor's properties without it, beside vendor.`;
}

function without(object: Args, key: string): Args {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}
