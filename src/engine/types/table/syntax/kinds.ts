// The nodes of a syntax tree as scripts see them: which properties each has, and what it derives from.
//
// Rule: a property is `Name`, `Name=field` where the tree calls it otherwise, and `@reader` where it is no plain field.

/** Properties of each kind of node. */
export const KINDS: Readonly<Record<string, string>> = {
  ScriptBlock:
    "Attributes UsingStatements=usings ParamBlock BeginBlock ProcessBlock EndBlock CleanBlock DynamicParamBlock ScriptRequirements=requirements@nothing",
  ParamBlock: "Attributes Parameters",
  Parameter: "Attributes Name DefaultValue StaticType@static",
  NamedBlock: "Unnamed BlockKind=blockName@token Statements Traps@some",
  StatementBlock: "Statements Traps@some",
  Attribute: "PositionalArguments NamedArguments TypeName@type",
  NamedAttributeArgument: "ArgumentName Argument ExpressionOmitted",
  TypeConstraint: "TypeName@type",
  CatchClause: "CatchTypes IsCatchAll=catchTypes@none Body",
  PropertyMember:
    "Name PropertyType Attributes InitialValue IsPublic=isHidden@not IsPrivate@false IsHidden IsStatic PropertyAttributes=name@nothing",
  FunctionMember:
    "Name Attributes ReturnType Parameters Body=body@method IsPublic=isHidden@not IsPrivate@false IsHidden IsStatic IsConstructor",
  Command: "CommandElements=elements InvocationOperator=invocation@token DefiningKeyword@nothing Redirections",
  CommandExpression: "Expression Redirections",
  CommandParameter: "ParameterName=name Argument ErrorPosition=nameExtent@place",
  FileRedirection: "Location Append FromStream=from@capital",
  MergingRedirection: "ToStream=to@capital FromStream=from@capital",
  Pipeline: "PipelineElements=elements Background",
  PipelineChain: "LhsPipelineChain=left RhsPipeline=right Operator@token Background",
  AssignmentStatement: "Left Operator@token Right=right@assigned ErrorPosition=operatorExtent@place",
  IfStatement: "Clauses@pairs ElseClause",
  ForStatement: "Initializer Iterator Body Label Condition",
  ForEachStatement: "Variable ThrottleLimit Flags=parallel@parallel Body Label Condition",
  WhileStatement: "Body Label Condition",
  DoWhileStatement: "Body Label Condition",
  DoUntilStatement: "Body Label Condition",
  SwitchStatement: "Flags=matching@switch Clauses@pairs Default=defaultClause Label Condition",
  TryStatement: "Body CatchClauses Finally=finallyBlock",
  TrapStatement: "TrapType Body",
  DataStatement: "Variable CommandsAllowed Body",
  FunctionDefinition: "IsFilter IsWorkflow@false Name Parameters Body",
  TypeDefinition:
    "Name Attributes BaseTypes Members IsEnum=typeKind@enum IsClass=typeKind@class IsInterface@false TypeAttributes=name@nothing",
  UsingStatement: "UsingStatementKind=usingKind@capital Name=name@word Alias@nothing ModuleSpecification",
  ReturnStatement: "Pipeline",
  ExitStatement: "Pipeline",
  ThrowStatement: "Pipeline IsRethrow=pipeline@absent",
  BreakStatement: "Label",
  ContinueStatement: "Label",
  ErrorStatement: "NestedAst=nested",
  BinaryExpression: "Operator@token Left Right ErrorPosition=operatorExtent@place StaticType@static",
  UnaryExpression: "TokenKind=operator@token Child StaticType@static",
  TernaryExpression: "Condition IfTrue IfFalse StaticType@static",
  ConvertExpression: "Type StaticType@static Child Attribute=type",
  AttributedExpression: "Child Attribute StaticType@static",
  TypeExpression: "TypeName@type StaticType@static",
  VariableExpression: "VariablePath=path@path Splatted StaticType@static",
  StringConstantExpression: "StringConstantType=stringType Value StaticType@static",
  ExpandableStringExpression:
    "Value=extent@unquoted StringConstantType=stringType NestedExpressions=parts@nodes StaticType@static",
  ConstantExpression: "Value StaticType@static",
  ArrayExpression: "SubExpression StaticType@static",
  ArrayLiteral: "Elements StaticType@static",
  SubExpression: "SubExpression StaticType@static",
  ParenExpression: "Pipeline StaticType@static",
  Hashtable: "KeyValuePairs=pairs@pairs StaticType@static",
  ScriptBlockExpression: "ScriptBlock StaticType@static",
  MemberExpression: "Expression=target Member Static=isStatic NullConditional StaticType@static",
  InvokeMemberExpression:
    "GenericTypeArguments=genericArguments@nothing Arguments@some Expression=target Member Static=isStatic NullConditional StaticType@static",
  IndexExpression: "Target Index NullConditional StaticType@static",
  UsingExpression: "SubExpression=expression StaticType@static",
  ErrorExpression: "NestedAst=nested StaticType@static",
};

const DIRECT: Readonly<Record<string, string>> = {
  Command: "CommandBase",
  CommandExpression: "CommandBase",
  CommandBase: "Statement",
  Pipeline: "Chainable",
  PipelineChain: "Chainable",
  Chainable: "PipelineBase",
  PipelineBase: "Statement",
  AssignmentStatement: "PipelineBase",
  ErrorStatement: "PipelineBase",
  LoopStatement: "LabeledStatement",
  LabeledStatement: "Statement",
  SwitchStatement: "LabeledStatement",
  ForStatement: "LoopStatement",
  ForEachStatement: "LoopStatement",
  WhileStatement: "LoopStatement",
  DoWhileStatement: "LoopStatement",
  DoUntilStatement: "LoopStatement",
  FunctionDefinition: "Statement",
  TypeDefinition: "Statement",
  Attribute: "AttributeBase",
  TypeConstraint: "AttributeBase",
  PropertyMember: "Member",
  FunctionMember: "Member",
  FileRedirection: "Redirection",
  MergingRedirection: "Redirection",
  CommandParameter: "CommandElement",
  Expression: "CommandElement",
  StringConstantExpression: "ConstantExpression",
  ConvertExpression: "AttributedExpression",
  InvokeMemberExpression: "MemberExpression",
  ArrayLiteral: "Expression",
  Hashtable: "Expression",
};

/** The name of what a kind derives from: "PipelineBase" of an assignment; "" where it is Ast. */
export function baseOfKind(kind: string): string {
  const direct = DIRECT[kind];
  if (direct !== undefined) return direct;
  if (kind.endsWith("Expression")) return "Expression";
  return /.Statement$/.test(kind) ? "Statement" : "";
}

/** Every kind that is only derived from. */
export const ABSTRACT_KINDS: readonly string[] = [
  "Statement",
  "CommandBase",
  "Chainable",
  "PipelineBase",
  "LoopStatement",
  "LabeledStatement",
  "AttributeBase",
  "Member",
  "Redirection",
  "CommandElement",
  "Expression",
];
