//! What is said of a ledger's upkeep: what `doctor` finds, and what to do about it.

crate::texts! {
    older(from, to) { zh: "账本是版本{from}的格式，本程序用版本{to}：只能查看", en: "the file has format {from}, this program uses {to}: it can only be read" }
    place_network(kind) { zh: "在网络文件夹里（{kind}）：几台电脑同时写会损坏账本", en: "in a network folder ({kind}): several computers writing at once damage a ledger" }
    place_synchronised(by) { zh: "在{by}的同步文件夹里：可能复制到写了一半的文件", en: "in a folder synchronised by {by}: a file may be copied half written" }
    rights(mode) { zh: "本机其他账户也能读写（权限{mode}）", en: "other accounts of this computer can read or write it (mode {mode})" }
    clock(entry, then, now) { zh: "条目{entry}登记于 {then}，而本机时钟是 {now}", en: "entry {entry} was recorded at {then}, but this computer's clock says {now}" }
    space(free, needed) { zh: "磁盘只剩{free} MB，备份和升级需要{needed} MB", en: "{free} MB are free; a backup or an upgrade may need {needed} MB" }
    backup_never(days) { zh: "建账{days}天，还没有核验过的备份", en: "no backup has been proved in {days} {day_word}", day_word: days "day" | "days" }
    backup_old(days, entries) { zh: "最近一次核验过的备份是{days}天前的，少{entries}个条目", en: "the last proved backup is {days} {day_word} old and lacks {entries} {entry_word}", day_word: days "day" | "days", entry_word: entries "entry" | "entries" }
    never_verified(days) { zh: "建账{days}天，没有核验过", en: "never verified in {days} {day_word}", day_word: days "day" | "days" }
    verified_ago(days) { zh: "上次核验在{days}天前", en: "last verified {days} {day_word} ago", day_word: days "day" | "days" }
    never_anchored(days) { zh: "建账{days}天，锚点没有随报表或数据包发出过：整本重写不会被发现", en: "in {days} {day_word} no anchor has left the house in a report or bundle: a rewrite of the whole would go unseen", day_word: days "day" | "days" }
    anchored_ago(days) { zh: "上次发出锚点在{days}天前", en: "an anchor last left the house {days} {day_word} ago", day_word: days "day" | "days" }
    calendar(year) { zh: "工作日历只到{year}年，之后的期限算不出来", en: "working days are known up to {year}; deadlines beyond cannot be worked out" }
    lpr(day) { zh: "已知的LPR只到{day}公布的一期，下一期应已公布", en: "the last loan prime rate known is that of {day}; the next should be out" }
    assumed(n) { zh: "{n}个主体所在区只是推定", en: "{n} {word} only assumed to be in the district", word: n "party is" | "parties are" }
    refused(file, rows, entry) { zh: "{file}有{rows}行拒收，改好的还没有导入（条目{entry}）", en: "{rows} {word} of {file} refused and not imported since (entry {entry})", word: rows "row" | "rows" }
    all_well { zh: "没有要处理的", en: "nothing wants looking after" }
}
