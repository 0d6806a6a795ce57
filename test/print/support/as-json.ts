/** `-o jsonpath-as-json` → what kubectl printed of it, of the document in ../kubectl-templates.json. */
export const asJson: readonly (readonly [template: string, prints: string])[] = [
  ['{.items[0].m}', '[\n    {\n        "a": "\\u003c\\u0026\\u003eé",\n        "z": 1\n    }\n]\n'],
  ['{.items[*].name}', '[\n    "one",\n    "two",\n    "three"\n]\n'],
  ['{.items[*].nope}', '[]\n'],
  [
    'a{.items[1].deep}b{"\\n"}',
    '[\n    "a"\n]\n[\n    [\n        {\n            "name": "in",\n            "port": "http"\n        }\n    ]\n]\n[\n    "b"\n]\n[\n    "\\n"\n]\n',
  ],
  [
    '{range .items[*]}{.port},{end}',
    '[\n    80\n]\n[\n    ","\n]\n[\n    443\n]\n[\n    ","\n]\n[\n    8080\n]\n[\n    ","\n]\n',
  ],
  [
    '{.items[0].list}{.items[1].list}{.items[1].t}',
    '[\n    [\n        1,\n        2,\n        3\n    ]\n]\n[\n    []\n]\n[\n    "tabx \\"q\\""\n]\n',
  ],
  ['{.items[*].list[:]}', '[\n    1,\n    2,\n    3\n]\n'],
  ['{.items[0].a\\.b/c}', '[\n    "dotted"\n]\n'],
  ['{.items[0].big}{.items[1].f}', '[\n    1000000.5\n]\n[\n    0.000001\n]\n'],
]
