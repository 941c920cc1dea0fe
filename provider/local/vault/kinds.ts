/** The kinds of credential provider. */
export type Kind = "apiKey" | "oauth2";

interface KindFacts {
  readonly arnSegment: string;
  readonly secretFolder: string;
  readonly label: string;
  /** Name of the secret in the API. */
  readonly secretMember: "apiKey" | "clientSecret";
  /** True if the API reports a status for the kind. Otherwise every change is complete immediately. */
  readonly hasStates: boolean;
}

/** Everything that differs between the kinds, except for their operations. */
export const kinds: Readonly<Record<Kind, KindFacts>> = {
  apiKey: {
    arnSegment: "apikeycredentialprovider",
    secretFolder: "apikey",
    label: "API key",
    secretMember: "apiKey",
    hasStates: false,
  },
  oauth2: {
    arnSegment: "oauth2credentialprovider",
    secretFolder: "oauth2",
    label: "OAuth2",
    secretMember: "clientSecret",
    hasStates: true,
  },
};
