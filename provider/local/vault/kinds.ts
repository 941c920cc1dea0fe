/** The kinds of credential provider. What differs between them, apart from their operations, stands here. */
export type Kind = "apiKey" | "oauth2";

interface KindFacts {
  arnSegment: string;
  secretFolder: string;
  label: string;
  /** What the API calls the secret. */
  secretMember: "apiKey" | "clientSecret";
  /** Whether the API says how far a creation, an update or a deletion is. Without, each is done at once. */
  hasStates: boolean;
}

export const kinds: Record<Kind, KindFacts> = {
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
