/// Programs that are known for what they do with what they are told, as Linux has them. What is known of each:
///
/// - it runs nothing of it, and loads no code that it names;
/// - what it reads is what its words name, no list of names in a file, and no pattern of names;
/// - what it shows goes to its standard output and error, and to files that its words name: to no address, no journal;
/// - what it ends or stops, its words name one by one.
enum DataPrograms {
    /// With whatever options.
    static let anyhow = Set(
        """
        arch base32 base64 basename basenc blkid cal cat chattr chcon chgrp chmod chown cmp column comm cp csplit cut date dd df \
        diff dir dirname echo egrep expand expr factor fallocate false fgrep findmnt fmt fold free getfattr grep groups gunzip \
        gzip head hexdump hostid id iostat ipcs join last link ln locale logname look ls lsattr lsblk lscpu lsmod lsns lsof lsusb \
        mkdir mkfifo mktemp modinfo mountpoint mpstat mv namei netstat nl nproc numfmt od paste pathchk pgrep pidof ping ping6 \
        pmap pr printenv ps pstree ptx pwd pwdx readlink realpath rev rm rmdir seq shred shuf stat sum sync tac tail tee touch tr \
        tracepath traceroute true truncate tsort tty uname unexpand uniq unlink uptime users uuidgen vdir vmstat w whereis who \
        whoami xxd yes zcat bzip2 bunzip2 bzcat cd
        """.split(separator: " "))

    /// With these options: others run, load or send something, read names from a file, or change more than the words name.
    static let grammars = read(
        """
        sort bcCdfghimMnrRsuVzk:o:S:t:T: check? dictionary-order general-numeric-sort human-numeric-sort ignore-case \
        ignore-leading-blanks merge month-sort numeric-sort reverse stable unique version-sort zero-terminated key= \
        field-separator= parallel= output=
        split deuxa:b:C:l:n:t: bytes= lines= number= suffix-length= numeric-suffixes? additional-suffix= verbose
        md5sum,sha1sum,sha224sum,sha256sum,sha384sum,sha512sum,b2sum,cksum bta:l:z binary text tag untagged zero algorithm= \
        length= raw base64
        wc clLmw bytes chars lines max-line-length words total=
        du 0abcDhHklLmPsSxd:B:t:X: all apparent-size block-size= bytes count-links dereference dereference-args exclude= \
        exclude-from= human-readable inodes max-depth= no-dereference null one-file-system separate-dirs si summarize \
        threshold= time? time-style= total
        file bcEhikLnNprse:F:P: brief dereference no-dereference exclude= extension keep-going mime mime-type mime-encoding \
        no-buffer no-pad parameter= preserve-date print0 raw separator= special-files
        strings 0123456789afowdvn:t:T:e:s: all bytes= data encoding= include-all-whitespace output-separator= print-file-name radix= \
        target=
        xz,unxz,xzcat 0123456789cdefklqtvzHVQC:F:M:S:T: compress decompress uncompress test list keep force stdout to-stdout \
        single-stream no-sparse suffix= format= check= ignore-check extreme threads= memlimit= no-adjust quiet verbose no-warn \
        robot version
        zstd,zstdcat 0123456789BcCdfHklMqrTtvVo:D: adapt? check compress decompress fast? force keep list long? no-check \
        no-progress progress quiet rm single-thread stdout test ultra uncompress verbose version
        getfacl acdeEnpRLPst absolute-names access all-effective default no-effective numeric omit-header physical logical \
        recursive skip-base tabular
        setfacl bdknRLPm:M:x:X: default logical mask modify= modify-file= no-mask physical recursive remove= remove-all \
        remove-default remove-file= set= set-file= test
        setfattr hn:v:x: name= no-dereference raw remove= value=
        logger eisp:t:S: id? no-act priority= size= skip-empty stderr tag=
        getent Ai no-addrconfig no-idn
        host aCdilrTUvVw46c:N:R:t:W:
        hostname aAdfiIsy alias all-fqdns all-ip-addresses domain fqdn ip-address long short
        lspci bDGkmMnPtvxd:s:
        lastlog b:t:u: before= time= user=
        dmesg dehHkJpPrStTuVwWxf:l:s:L:: buffer-size= color? ctime decode facility= follow follow-new force-prefix human json \
        kernel level= noescape nopager notime raw reltime show-delta since= syslog time-format= until= userspace
        fuser acflmsuvI46n:
        ss 046abdeEhHilmMnoOprstTuVwxzZBf:A: all bpf dccp events extended family= info ipv4 ipv6 listening memory mptcp \
        no-header numeric oneline options packet processes query= raw resolve sctp summary tcp threads tipc tos udp unix vsock
        tree acdfghilnpqrstuxACDFJNQSUvXI:L:P: dirsfirst du filelimit= filesfirst gitignore inodes device matchdirs noreport \
        prune si sort? timefmt=
        journalctl 0123456789aefklmNqrxb::n::F:g:o:p:S:t:u:U: after-cursor= all boot? case-sensitive? catalog cursor= \
        disk-usage dmesg facility= field= fields follow full grep= header identifier= lines? list-boots merge no-full \
        no-hostname no-pager no-tail output= output-fields= priority= quiet reverse show-cursor since= system unit= until= \
        user user-unit= utc
        systemctl alqrn:o:p:t: all failed full lines= no-legend no-pager output= plain property= quiet recursive \
        reverse state= type= value
        killall eIqvw exact ignore-case quiet verbose wait
        pkill cefx count echo exact full
        """)

    /// - Parameter table: on each line names of programs, parted by commas, and what `OptionGrammar` reads.
    private static func read(_ table: String) -> [Substring: OptionGrammar] {
        var grammars: [Substring: OptionGrammar] = [:]
        for line in table.split(separator: "\n") {
            let names = line.prefix { $0 != " " }
            let grammar = OptionGrammar(line[names.endIndex...])
            for name in names.split(separator: ",") { grammars[name] = grammar }
        }
        return grammars
    }
}
