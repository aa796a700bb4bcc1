package messages

// settings holds what can be wrong with the configuration.
var settings = []Entry{
	{Code: "origin.default", ZH: "默认值", EN: "default"},
	{Code: "origin.file", ZH: "配置文件 {what}", EN: "file {what}"},
	{Code: "origin.environment", ZH: "环境变量 {what}", EN: "environment {what}"},
	{Code: "origin.flag", ZH: "选项 {what}", EN: "flag {what}"},
	{Code: "error.config", ZH: "配置有误：", EN: "the configuration is wrong:"},
	{Code: "config.unknown-key", ZH: "{origin}：没有“{key}”这个设置项（相近的：{suggestion}）", EN: "{origin}: there is no setting {key} (near: {suggestion})"},
	{Code: "config.twice", ZH: "{origin}：设置项“{key}”重复，第 {first} 行已经写过", EN: "{origin}: {key} is given twice, first in line {first}"},
	{Code: "config.not-section", ZH: "{origin}：“{key}”下面应当有下级设置项，而不是一个值", EN: "{origin}: {key} needs settings below it, not a value"},
	{Code: "config.not-text", ZH: "{origin}：“{key}”应当是一个值，而不是列表或下级设置", EN: "{origin}: {key} needs a single value, not a list or further settings"},
	{Code: "config.alias", ZH: "{origin}：配置文件不支持别名和合并（& * <<），请直接写值", EN: "{origin}: aliases and merges (& * <<) are not supported; write the value itself"},
	{Code: "config.syntax", ZH: "{origin}：不是合法的 YAML：{detail}", EN: "{origin}: this is no YAML: {detail}"},
	{Code: "config.documents", ZH: "{origin}：一个配置文件只能有一份文档", EN: "{origin}: a configuration file holds one document only"},
	{Code: "config.not-utf8", ZH: "{origin}：配置文件不是 UTF-8 编码，请另存为 UTF-8", EN: "{origin}: the configuration file is not in UTF-8; save it as UTF-8"},
	{Code: "config.file-missing", ZH: "找不到配置文件 {value}", EN: "there is no configuration file {value}"},
	{Code: "config.file-unreadable", ZH: "配置文件 {value} 无法读取：{detail}", EN: "the configuration file {value} cannot be read: {detail}"},
	{Code: "config.file-too-large", ZH: "配置文件 {value} 太大，上限 {max} 字节", EN: "the configuration file {value} is too large; the limit is {max} bytes"},
	{Code: "config.empty", ZH: "{origin}：“{key}”不能为空", EN: "{origin}: {key} must not be empty"},
	{Code: "config.control-character", ZH: "{origin}：“{key}”的值里有换行或控制字符", EN: "{origin}: the value of {key} holds a line break or a control character"},
	{Code: "config.not-integer", ZH: "{origin}：“{key}”应当是整数，现为“{value}”", EN: "{origin}: {key} needs a whole number, not {value}"},
	{Code: "config.out-of-range", ZH: "{origin}：“{key}”应在 {min} 到 {max} 之间，现为“{value}”", EN: "{origin}: {key} must be from {min} to {max}, not {value}"},
	{Code: "config.not-allowed", ZH: "{origin}：“{key}”只能是 {allowed}，现为“{value}”", EN: "{origin}: {key} must be one of {allowed}, not {value}"},
	{Code: "config.not-assignment", ZH: "{origin}：参数应写作 名称=值，现为“{value}”", EN: "{origin}: write a parameter as name=value, not {value}"},
	{Code: "config.parameter-name", ZH: "{origin}：参数名称“{value}”不合法", EN: "{origin}: {value} is no name of a parameter"},
	{Code: "config.too-long", ZH: "{origin}：“{key}”的值超过 200 字节", EN: "{origin}: the value of {key} is longer than 200 bytes"},
}
