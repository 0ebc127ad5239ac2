import * as ts from "typescript";

/**
 * A TypeScript file as a module that browsers load: types go, and imports say the files that they mean.
 * @param packages where packages are read, by name
 */
export function toModule(text: string, packages: Readonly<Record<string, string>>): string {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    },
    transformers: { after: [(context) => (file) => withFileNames(context, file as ts.SourceFile, packages)] },
  });
  return outputText;
}

function withFileNames(
  { factory }: ts.TransformationContext,
  file: ts.SourceFile,
  packages: Readonly<Record<string, string>>,
): ts.SourceFile {
  const named = (specifier: ts.Expression) =>
    factory.createStringLiteral(fileOf(specifier as ts.StringLiteral, packages));
  const statements = file.statements.map((statement) => {
    if (ts.isImportDeclaration(statement)) {
      const { modifiers, importClause, moduleSpecifier, attributes } = statement;
      return factory.updateImportDeclaration(statement, modifiers, importClause, named(moduleSpecifier), attributes);
    }
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier) {
      const { modifiers, isTypeOnly, exportClause, moduleSpecifier, attributes } = statement;
      return factory.updateExportDeclaration(
        statement,
        modifiers,
        isTypeOnly,
        exportClause,
        named(moduleSpecifier),
        attributes,
      );
    }
    return statement;
  });
  return factory.updateSourceFile(file, statements);
}

function fileOf({ text }: ts.StringLiteral, packages: Readonly<Record<string, string>>): string {
  if (text.startsWith(".")) return `${text}.js`;
  const path = packages[text];
  if (path === undefined) throw new Error(`The console's page has no package "${text}": add it to console/site.ts.`);
  return path;
}
