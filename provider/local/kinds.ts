/** The kinds of credential provider. Everything that differs between them by name only stands here. */
export type Kind = "apiKey" | "oauth2";

export const kinds: Record<Kind, { arnSegment: string; secretFolder: string; label: string }> = {
  apiKey: { arnSegment: "apikeycredentialprovider", secretFolder: "apikey", label: "API key" },
  oauth2: { arnSegment: "oauth2credentialprovider", secretFolder: "oauth2", label: "OAuth2" },
};
