import js from "@eslint/js";
import tseslint from "typescript-eslint";

/**
 * What each folder of provider/ may import of the others, of Pulumi and of AWS. Data flows one way: from programs by
 * components and resources to the engine, and from it by handlers and controlplane to the service. The local control plane
 * shares nothing with them: a wrong belief of theirs must fail a test, not agree with itself.
 */
const mayImport = {
  iam: [],
  rules: ["iam"],
  controlplane: ["iam", "rules", "@aws-sdk"],
  handlers: ["iam", "rules", "controlplane"],
  local: [],
  resources: ["iam", "rules", "@pulumi"],
  components: ["iam", "rules", "resources", "@pulumi"],
};
/** These stand on top of all folders. */
const entries = ["index", "provider", "cli", "sandbox"];

function oneWay(folder, { allowTypeImports = false } = {}) {
  const isForbidden = (name) => name !== folder && !mayImport[folder].includes(name);
  const parts = [...Object.keys(mayImport), ...entries].filter(isForbidden);
  const libraries = ["@pulumi", "@aws-sdk"].filter(isForbidden);
  const regex = `^(?:(?:\\.\\./)+(?:${parts.join("|")})|${libraries.join("|")})(?:/|\\.js$|$)`;
  const message = `provider/${folder} may import: ${mayImport[folder].join(", ") || "no other folder, no Pulumi, no AWS"}.`;
  const pattern = { regex, message, allowTypeImports };
  return { "@typescript-eslint/no-restricted-imports": ["error", { patterns: [pattern] }] };
}

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
    files: ["examples/*/index.ts"],
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
  ...Object.keys(mayImport).map((folder) => ({ files: [`provider/${folder}/**/*.ts`], rules: oneWay(folder) })),
  {
    // In a unit test there is no provider process, and it calls the handlers that it loads itself.
    files: ["provider/resources/program/unitTest.ts"],
    rules: oneWay("resources", { allowTypeImports: true }),
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
