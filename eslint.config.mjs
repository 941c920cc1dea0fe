import js from "@eslint/js";
import tseslint from "typescript-eslint";

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
