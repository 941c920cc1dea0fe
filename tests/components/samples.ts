// Targets and credentials for programs in which any will do.

export const apiKey = {
  type: "API_KEY",
  apiKey: "secret-value",
  credentialLocation: "HEADER",
  credentialParameterName: "X-Key",
} as const;

export const openApi = { type: "openApiSchema" } as const;

export const byRole = { type: "GATEWAY_IAM_ROLE" } as const;
