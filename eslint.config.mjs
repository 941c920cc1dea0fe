import { join } from "node:path";
import js from "@eslint/js";
import tseslint from "typescript-eslint";
import { importRules } from "./eslint.imports.mjs";

/**
 * Layers of provider/, from the lowest to the highest: each with the layers and packages that it may import.
 * The local control plane and the sandbox share no code with the rest, so that a wrong belief of the provider fails a
 * test.
 */
const layers = {
  version: [],
  "iam/policy": [],
  "iam/gateway": ["iam/policy"],
  "iam/resource": ["iam/policy", "iam/gateway"],
  "iam/deployer": ["iam/policy", "iam/gateway"],
  iam: ["iam/policy", "iam/gateway", "iam/resource", "iam/deployer"],
  "rules/core": ["iam"],
  "rules/targets": ["iam", "rules/core"],
  "rules/providers/oauth2": ["iam", "rules/core"],
  "rules/providers": ["iam", "rules/core", "rules/providers/oauth2"],
  "rules/credentials": ["iam", "rules/core", "rules/targets", "rules/providers"],
  "rules/components": ["iam", "rules/core", "rules/targets", "rules/providers", "rules/credentials"],
  controlplane: ["iam", "rules", "version", "@aws-sdk", "https-proxy-agent"],
  "handlers/process": ["iam", "rules", "controlplane", "version"],
  "handlers/credentialProvider": ["iam", "rules", "controlplane", "handlers/process"],
  handlers: ["iam", "rules", "controlplane", "handlers/process", "handlers/credentialProvider"],
  provider: ["handlers"],
  "resources/program": ["iam", "rules", "version", "@pulumi/pulumi"],
  resources: ["iam", "rules", "resources/program", "@pulumi/pulumi"],
  "components/gateway": ["iam", "rules", "resources", "@pulumi"],
  "components/args": ["iam", "rules", "resources", "components/gateway", "@pulumi"],
  "components/grants": ["iam", "rules", "resources", "components/gateway", "components/args", "@pulumi"],
  "components/policies": [
    "iam",
    "rules",
    "resources",
    "components/gateway",
    "components/args",
    "components/grants",
    "@pulumi",
  ],
  components: [
    "iam",
    "rules",
    "resources",
    "components/gateway",
    "components/args",
    "components/grants",
    "components/policies",
    "@pulumi",
  ],
  index: ["iam", "rules", "resources", "components"],
  "local/model": [],
  "local/vault": ["local/model"],
  "local/operations": ["local/model", "local/vault"],
  "local/http": ["local/model", "local/vault", "local/operations"],
  local: ["local/vault", "local/http"],
  "sandbox/core": [],
  "sandbox/policies": ["sandbox/core"],
  "sandbox/services/iam": ["sandbox/core", "sandbox/policies"],
  "sandbox/services/lambda": ["sandbox/core", "sandbox/policies", "sandbox/services/iam"],
  "sandbox/services": ["sandbox/core", "sandbox/policies", "sandbox/services/iam", "sandbox/services/lambda"],
  "sandbox/emulated": ["sandbox/core", "sandbox/services"],
  "sandbox/protocol": ["sandbox/core", "sandbox/emulated", "@pulumi/pulumi"],
  "sandbox/project": ["sandbox/core", "sandbox/protocol", "local"],
  sandbox: ["sandbox/core", "sandbox/policies", "sandbox/services", "sandbox/protocol"],
  testing: ["iam", "handlers", "local", "sandbox", "@pulumi/pulumi"],
  "report/model": [],
  "report/preview": ["report/model"],
  "report/permissions": ["report/model", "report/preview"],
  "report/changes": ["report/model", "report/preview", "report/permissions"],
  "report/formats": ["report/model", "version"],
  report: ["report/model", "report/preview", "report/permissions", "report/changes", "report/formats", "version"],
  // The report reads a file and sends nothing; only the doctor also asks AWS. Its diagnosis works on facts alone.
  "doctor/diagnosis": ["iam", "report"],
  doctor: ["iam", "rules", "controlplane", "doctor/diagnosis"],
  cli: ["iam", "resources", "provider", "version", "local", "sandbox", "report", "doctor", "commander"],
};

export default tseslint.config(
  { ignores: ["dist/", "**/node_modules/", "examples/*/node_modules/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  {
    // As one program: by their own settings, each would load the types of all that AWS has.
    files: ["examples/*/*.ts"],
    languageOptions: { parserOptions: { projectService: false, project: "examples/tsconfig.json" } },
  },
  {
    files: ["provider/**/*.ts"],
    rules: {
      // Declarations repeat these words, and most Pulumi programs are compiled by TypeScript 3.8, which cannot read them.
      "no-restricted-syntax": [
        "error",
        { selector: "ImportSpecifier[importKind='type']", message: "Write `import type { … }`." },
        { selector: "ExportSpecifier[exportKind='type']", message: "Write `export type { … }`." },
      ],
    },
  },
  {
    files: ["provider/**/*.ts"],
    plugins: { imports: importRules(join(import.meta.dirname, "provider")) },
    rules: { "imports/direction": ["error", layers], "imports/no-cycle": "error" },
  },
  {
    // Chai's property assertions are expressions.
    files: ["tests/**/*.ts"],
    rules: { "@typescript-eslint/no-unused-expressions": "off" },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        URL: "readonly",
        setTimeout: "readonly",
        clearTimeout: "readonly",
        setInterval: "readonly",
        clearInterval: "readonly",
        fetch: "readonly",
      },
    },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: { sourceType: "commonjs", globals: { process: "readonly", require: "readonly" } },
  },
);
