package examples

import "jixiao/engine"

// The words of the generator. Bodies, places and projects are invented.

type bureau struct {
	name, stem string
	topics     []string
}

var areas = []string{"青泽区", "云湾区", "栖梧区", "岚汀县", "映川县"}

var bureaus = []bureau{
	{"教育局", "教育", []string{"中小学课后服务", "校舍修缮", "教师培训", "学前教育普惠"}},
	{"民政局", "民政", []string{"社区养老服务", "困难群众救助", "社会组织培育", "婚俗改革"}},
	{"卫生健康委员会", "卫生健康", []string{"家庭医生签约", "慢性病防治", "妇幼保健", "院前急救"}},
	{"文化体育局", "文化体育", []string{"公共文化配送", "全民健身", "古籍修复", "群众体育赛事"}},
	{"农业农村局", "农业农村", []string{"高标准农田管护", "农机购置补贴", "动物疫病防控", "农产品检测"}},
	{"水务局", "水务", []string{"河道疏浚", "供水管网改造", "防汛物资储备", "水质监测"}},
	{"生态环境局", "生态环境", []string{"大气监测", "土壤调查", "噪声治理", "排污口整治"}},
	{"住房和城乡建设局", "住房建设", []string{"老旧小区改造", "公租房运营", "工地安全巡查", "既有住宅加装电梯"}},
	{"交通运输局", "交通运输", []string{"农村公路养护", "公交线路补贴", "桥梁检测", "慢行系统建设"}},
	{"市场监督管理局", "市场监管", []string{"食品抽检", "特种设备检查", "知识产权保护", "消费维权"}},
	{"应急管理局", "应急管理", []string{"应急演练", "森林防火", "安全生产培训", "灾害信息员队伍"}},
	{"人力资源和社会保障局", "人力资源", []string{"职业技能培训", "就业见习", "创业扶持", "劳动监察"}},
	{"科学技术局", "科技", []string{"科普活动", "科技企业培育", "成果转化", "科技特派员"}},
	{"城市管理局", "城市管理", []string{"市容保洁", "垃圾分类", "户外广告整治", "公厕改造"}},
	{"司法局", "司法", []string{"法律援助", "人民调解", "社区矫正", "普法宣传"}},
	{"退役军人事务局", "退役军人", []string{"优抚慰问", "就业安置", "烈士纪念设施维护", "军休服务"}},
	{"医疗保障局", "医疗保障", []string{"基金监管", "参保扩面", "长期护理", "异地就医服务"}},
	{"绿化和林业局", "绿化林业", []string{"公园绿地养护", "行道树更新", "林业有害生物防治", "口袋公园建设"}},
	{"数据局", "数据", []string{"政务平台运维", "数据治理", "网络安全测评", "一网通办"}},
	{"总工会", "职工", []string{"职工疗休养", "劳动竞赛", "困难职工帮扶", "职工书屋"}},
	{"妇女联合会", "妇女儿童", []string{"家庭教育指导", "妇女创业", "儿童之家", "两癌筛查宣传"}},
	{"残疾人联合会", "残疾人", []string{"辅具适配", "康复服务", "残疾人就业", "无障碍改造"}},
	{"档案局", "档案", []string{"档案数字化", "库房改造", "口述历史采集", "档案开放审核"}},
	{"统计局", "统计", []string{"人口抽样调查", "经济普查", "统计执法", "住户调查"}},
	{"机关事务管理局", "机关事务", []string{"办公用房维修", "公车运行", "节能改造", "后勤保障"}},
	{"街道办事处", "街道", []string{"社区治理", "楼组建设", "平安创建", "邻里中心运营"}},
	{"商务局", "商务", []string{"早餐工程", "夜间经济", "会展服务", "电商培训"}},
	{"审计局", "审计", []string{"政府投资审计", "审计信息化", "内部审计指导", "经济责任审计"}},
	{"财政局", "财政", []string{"预算绩效管理", "财会监督", "国库支付运维", "资产清查"}},
	{"投资促进中心", "投资促进", []string{"招商推介", "重点企业走访", "园区服务", "项目落地跟踪"}},
	{"消防救援大队", "消防", []string{"微型消防站", "消防车辆维护", "火灾隐患排查", "消防宣传"}},
	{"公安分局", "公安", []string{"反诈宣传", "视频监控运维", "警务站改造", "辅警装备"}},
	{"气象局", "气象", []string{"预警发布", "自动站维护", "人工影响天气", "气象科普"}},
	{"供销合作社", "供销", []string{"农资储备", "废旧物资回收", "冷链物流", "土地托管"}},
	{"红十字会", "红十字", []string{"救护培训", "人道救助", "无偿献血宣传", "应急物资"}},
	{"融媒体中心", "融媒体", []string{"新媒体运营", "直播设备更新", "公益广告", "通讯员培训"}},
	{"图书馆", "图书", []string{"图书采购", "阅读推广", "流动书车", "古籍保护"}},
	{"疾病预防控制中心", "疾控", []string{"免疫规划", "病媒消杀", "实验室能力建设", "健康监测"}},
	{"房屋征收中心", "房屋征收", []string{"征收评估", "过渡安置", "旧房拆除", "补偿审核"}},
	{"信访办公室", "信访", []string{"矛盾化解", "联合接访", "信访信息系统", "心理疏导"}},
}

var (
	unitEndings    = []string{"事务中心", "服务中心", "保障中心", "管理所", "指导中心"}
	projectEndings = []string{"经费", "项目", "专项", "补助资金", "工作经费"}
	natures        = []string{"经常性专项", "一次性项目", "延续项目", "新增项目"}
	kinds          = []string{"其他事业类专项", "政策补贴类", "信息化建设类", "基建修缮类", "政府购买服务"}
	parks          = []string{"青泽工业区", "云湾高新区", "栖梧物流园区"}
	lostTargets    = []string{"", "*", "XXX"}

	longGoals   = []string{"建立稳定的%s机制", "持续提高%s水平", "按规划完成%s任务"}
	goals       = []string{"按计划推进%s, 年内完成各项任务, 经费使用合规。", "做好%s, 提高服务质量, 群众满意。", "围绕年度重点, 完成%s的全部工作量。"}
	goalActuals = []string{"年度任务已完成, 资金按规定使用。", "主要任务完成, 个别工作顺延到下一年。", "各项工作按计划推进, 服务对象反映良好。"}
	surnames    = []string{"沈", "陆", "顾", "钱", "许", "曹", "方", "丁", "严", "金"}
	givenNames  = []string{"文静", "一鸣", "海燕", "志远", "晓岚", "建国", "思源", "佳怡", "立新", "雨桐"}

	doneWords    = []string{"按期完成", "已完成", "及时", "100%"}
	metWords     = []string{"制度齐备, 运行顺畅", "超出年初设想", "对照要求逐项落实"}
	partlyWords  = []string{"大部分工作落实, 少数街镇进度偏慢", "有一定改善, 尚不稳定", "机制已建, 执行有待加强"}
	missedWords  = []string{"因方案调整未能开展", "仅完成前期准备", "效果不明显"}
	unclearWords = []string{"见附件", "按上级要求推进", "效果较好", "正在统计"}
	reasons      = []string{"招标流程延长, 已压缩后续工期", "需求减少, 明年按实际调整目标", "汛期影响施工, 已制定赶工计划", "人员变动, 已补充力量", "年初目标偏高, 今后加强测算"}
)

// rowIdea is an indicator that can be invented: words, a deadline, a set, a range, or a number between low and high in steps,
// all in hundredths of the unit.
type rowIdea struct {
	name            string
	words           []string
	deadline        bool
	set             bool
	ranges          bool
	unit            string
	scaled          bool // in 万
	low, high, step int64
	ops             []engine.Op
}

var (
	atLeast = []engine.Op{engine.AtLeast}
	exactly = []engine.Op{engine.Exactly}
	either  = []engine.Op{engine.AtLeast, engine.Exactly}
	atMost  = []engine.Op{engine.AtMost}
	below   = []engine.Op{engine.LessThan}
	above   = []engine.Op{engine.MoreThan}
)

func count(name, unit string, low, high, step int64, ops []engine.Op) rowIdea {
	return rowIdea{name: name, unit: unit, low: 100 * low, high: 100 * high, step: 100 * step, ops: ops}
}

func share(name string, low, high int64, ops []engine.Op) rowIdea {
	return count(name, "%", low, high, 1, ops)
}

func worded(name string, words ...string) rowIdea { return rowIdea{name: name, words: words} }

var costRows = []rowIdea{
	worded("成本构成合理性", "合理"), worded("经费支出合规性", "合规"), worded("预算编制规范性", "规范"), worded("成本控制有效性", "有效"),
	count("单位服务成本", "元", 20, 400, 5, atMost),
	{name: "人均补贴标准", ranges: true, unit: "元", low: 10000, high: 50000, step: 1000},
}

var quantityRows = []rowIdea{
	count("开展活动场次", "场", 2, 40, 1, atLeast), count("培训人数", "人", 20, 900, 10, either), count("采购设备数量", "台", 3, 120, 1, exactly),
	count("走访慰问户数", "户", 10, 600, 5, either), count("发放宣传资料", "份", 500, 20_000, 100, atLeast), count("检查单位数", "家", 10, 300, 5, atLeast),
	count("修缮面积", "平方米", 200, 9_000, 50, exactly), count("监测点位", "个", 4, 90, 1, exactly), count("编制报告数", "份", 1, 6, 1, exactly),
	{name: "服务人次", unit: "人次", scaled: true, low: 50, high: 900, step: 10, ops: atLeast}, count("养护道路里程", "公里", 5, 200, 5, atLeast),
	{name: "覆盖街镇", set: true}, count("媒体报道次数", "次", 3, 30, 1, above), count("受理案件数", "件", 20, 500, 10, either),
}

var qualityRows = []rowIdea{
	share("验收合格率", 100, 100, exactly), share("任务完成率", 100, 100, exactly), share("检测准确率", 90, 99, atLeast), share("培训合格率", 85, 98, atLeast),
	count("安全责任事故", "起", 0, 0, 1, exactly), count("有责投诉件数", "件", 1, 8, 1, atMost), share("差错率", 1, 5, below),
	worded("工作符合要求程度", "符合", "契合"), worded("资料完整性", "完整"), worded("服务规范性", "规范", "达标"), worded("审核严谨性", "严谨"), worded("方案可行性", "可行"),
	{name: "设备使用率", ranges: true, unit: "%", low: 6000, high: 8000, step: 500},
}

var timelinessRows = []rowIdea{
	{name: "项目完成时间", deadline: true}, {name: "资金拨付时间", deadline: true}, {name: "验收时间", deadline: true},
	worded("工作及时性", "及时"), worded("任务推进及时性", "及时完成"), share("按时完成率", 95, 100, atLeast),
}

var economicRows = []rowIdea{
	worded("节约财政支出", "节约"), worded("带动产业发展", "有效带动"), share("节能率", 5, 20, atLeast),
}

var socialRows = []rowIdea{
	worded("公共服务水平", "提升", "提高"), worded("群众获得感", "增强"), worded("社会影响力", "持续提升"), worded("知晓程度", "较高"), worded("居民参与程度", "广泛参与"),
	share("政策知晓率", 70, 95, atLeast), share("受益人群覆盖率", 80, 100, either), count("重大负面舆情", "次", 0, 0, 1, exactly),
}

var ecologicalRows = []rowIdea{
	worded("周边环境质量", "改善"), worded("资源节约利用", "促进"), share("水质达标率", 80, 98, atLeast),
}

var sustainabilityRows = []rowIdea{
	worded("长效管理机制", "健全"), worded("管理制度", "健全", "完善"), worded("人员队伍稳定性", "稳定"), worded("后续运行保障", "有保障"), worded("信息共享机制", "建立"),
}

var satisfactionRows = []rowIdea{
	share("服务对象满意度", 80, 98, atLeast), share("群众满意度", 80, 95, atLeast), share("参训人员满意度", 85, 95, atLeast), share("基层单位满意度", 85, 95, atLeast),
}
